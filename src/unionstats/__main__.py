"""`python -m unionstats` is `unionstats`."""

from unionstats.cli import main

if __name__ == "__main__":
    main()
