import sys
import importlib
if __name__=="__main__":
    importlib.import_module("bench."+sys.argv[1]).run(**{k:int(v) for k,v in (a.split("=") for a in sys.argv[2:])})
