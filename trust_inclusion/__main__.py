"""`python -m trust_inclusion` is the console script by another name."""

import sys

from trust_inclusion.cli import main

sys.exit(main())
