"""`python -m precheck` is the command `precheck`."""

from precheck.cli import main

if __name__ == "__main__":
    main(prog_name="precheck")
