__version__ = "0.1.0"

import sys
from . import help
for _m in (help, sys.modules[__name__]): help.serve(_m)
del sys, _m
