"""Runs a Python program with its own SDK, as the script does that a released Pulumi CLI brings along.

python run-python.py MONITOR ENGINE PROJECT STACK ORGANIZATION ROOT PARALLEL DRY_RUN PROGRAM
"""

import asyncio
import runpy
import sys

from pulumi.runtime import Settings, configure, run_in_stack

monitor, engine, project, stack, organization, root, parallel, dry_run, program = sys.argv[1:]
sys.path.insert(0, program)
sys.argv = [program]
configure(
    Settings(
        monitor=monitor,
        engine=engine,
        project=project,
        stack=stack,
        organization=organization,
        root_directory=root,
        parallel=int(parallel),
        dry_run=dry_run == "true",
    )
)
loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(run_in_stack(lambda: runpy.run_path(program, run_name="__main__")))
