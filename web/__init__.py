"""The site: candidates check a dossier, evaluators and administrators run a campaign. Server-rendered, French first."""
