"""A made-up campaign: forty people who do not exist, their roster, and the Moodle zip of what they deposited."""
