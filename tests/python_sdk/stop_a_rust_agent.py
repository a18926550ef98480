"""An operator's script: `stop_a_rust_agent.py revoke|restore DEVICE`, at MACHINEID_BASE_URL."""

import os
import sys

from machineid import MachineID

order, device = sys.argv[1:]
sdk = MachineID.from_env(base_url=os.environ["MACHINEID_BASE_URL"])
answer = {"revoke": sdk.revoke, "restore": sdk.restore}[order](device)
sys.exit(0 if answer["status"] == "ok" else str(answer))
