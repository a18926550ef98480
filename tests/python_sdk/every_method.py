"""Every method of the official MachineID SDK, against the `local_authority` example.

Run with the example's executable in LOCAL_AUTHORITY. Each test starts an authority of its own.
"""

import json
import os
import subprocess
import unittest
import uuid

from machineid import MachineID

ORG_KEY = "org_python_canary"
DEVICE = "openai-agent:prod:payments:01"


class LocalAuthority:
    """The example's process, and the operator's console on its stdin."""

    def __init__(self, plan):
        self.process = subprocess.Popen(
            [os.environ["LOCAL_AUTHORITY"], "--port", "0", "--org-key", ORG_KEY, "--plan", plan],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.greeting = json.loads(self.process.stdout.readline())
        self.process.stderr.readline()

    def order(self, line):
        """Gives an order and waits for the report, after which it is in force."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stderr.readline()

    def stop(self):
        self.process.kill()
        self.process.communicate()


class WithAnAuthority(unittest.TestCase):
    plan = "pro"

    def setUp(self):
        self.authority = LocalAuthority(self.plan)
        self.addCleanup(self.authority.stop)
        base_url = self.authority.greeting["base_url"]
        self.sdk = MachineID(ORG_KEY, base_url=base_url, timeout=10)
        self.stranger = MachineID("org_of_somebody_else", base_url=base_url, timeout=10)

    def assert_decision(self, device, allowed, code):
        answer = self.sdk.validate(device)
        self.assertIs(answer["allowed"], allowed)
        self.assertEqual(answer["code"], code)
        uuid.UUID(answer["request_id"])


class EveryMethod(WithAnAuthority):
    def test_the_first_line_names_the_address_and_the_key(self):
        self.assertEqual(set(self.authority.greeting), {"base_url", "org_key"})
        self.assertEqual(self.authority.greeting["org_key"], ORG_KEY)

    def test_the_environment_serves_as_well(self):
        os.environ["MACHINEID_ORG_KEY"] = ORG_KEY
        self.addCleanup(os.environ.pop, "MACHINEID_ORG_KEY")
        sdk = MachineID.from_env(base_url=self.authority.greeting["base_url"] + "/")
        self.assertEqual(sdk.register(DEVICE)["status"], "ok")

    def test_register_validate_work(self):
        self.assert_decision(DEVICE, False, "DEVICE_NOT_REGISTERED")
        first = self.sdk.register(" " + DEVICE + " ")
        self.assertEqual((first["status"], first["deviceId"]), ("ok", DEVICE))
        self.assertEqual(first["handler"], "devices/register")
        for field, value in {"planTier": "pro", "planState": "active", "limit": 25, "devicesUsed": 1}.items():
            self.assertEqual(first[field], value)
        self.assertEqual(self.sdk.register(DEVICE)["status"], "exists")
        self.assert_decision(DEVICE, True, "ALLOW")

    def test_revoke_denies_the_next_validate_and_unrevoke_and_restore_lift_it(self):
        self.sdk.register(DEVICE)
        for lift in (self.sdk.unrevoke, self.sdk.restore):
            self.assertEqual(self.sdk.revoke(DEVICE)["status"], "ok")
            self.assert_decision(DEVICE, False, "DEVICE_REVOKED")
            self.assertEqual(self.sdk.register(DEVICE)["error"], "device_revoked")
            self.assert_decision(DEVICE, False, "DEVICE_REVOKED")
            self.assertEqual(lift(DEVICE)["status"], "ok")
            self.assert_decision(DEVICE, True, "ALLOW")

    def test_list_devices_and_usage_count_them(self):
        for device in (DEVICE, "agent-02"):
            self.sdk.register(device)
        self.sdk.revoke("agent-02")
        devices = {entry["deviceId"]: entry["status"] for entry in self.sdk.list_devices()["devices"]}
        self.assertEqual(devices, {DEVICE: "active", "agent-02": "revoked"})
        usage = self.sdk.usage()
        self.assertEqual((usage["planTier"], usage["limit"], usage["devicesUsed"]), ("pro", 25, 1))

    def test_remove_forgets_a_device(self):
        self.sdk.register(DEVICE)
        self.assertEqual(self.sdk.remove(DEVICE)["status"], "ok")
        self.assert_decision(DEVICE, False, "DEVICE_NOT_REGISTERED")
        for method in (self.sdk.remove, self.sdk.revoke, self.sdk.unrevoke):
            self.assertEqual(method(DEVICE)["error"], "device_not_found")
        self.assertEqual(self.sdk.list_devices()["devices"], [])

    def test_the_operators_console_is_in_force_at_the_next_validate(self):
        self.sdk.register(DEVICE)
        for order, allowed, code in (
            ("disable", False, "ORG_DISABLED"),
            ("enable", True, "ALLOW"),
            ("revoke " + DEVICE, False, "DEVICE_REVOKED"),
            ("restore " + DEVICE, True, "ALLOW"),
            ("remove " + DEVICE, False, "DEVICE_NOT_REGISTERED"),
        ):
            self.authority.order(order)
            self.assert_decision(DEVICE, allowed, code)

    def test_a_wrong_key_is_an_answer_and_never_a_yes(self):
        self.sdk.register(DEVICE)
        self.assertIs(self.stranger.validate(DEVICE)["allowed"], False)
        answers = [method(DEVICE) for method in (
            self.stranger.register, self.stranger.revoke, self.stranger.unrevoke, self.stranger.restore,
            self.stranger.remove,
        )]
        answers += [self.stranger.list_devices(), self.stranger.usage()]
        for answer in answers:
            self.assertEqual((answer["status"], answer["error"]), ("error", "invalid_org_key"))
            self.assertNotIn("devices", answer)
        self.assert_decision(DEVICE, True, "ALLOW")

    def test_what_the_sdk_lets_through_gets_an_answer_too(self):
        for device in ("x" * 257, "two\nlines"):
            self.assertIs(self.sdk.validate(device)["allowed"], False)
            self.assertEqual(self.sdk.register(device)["status"], "error")
        self.assertEqual(self.sdk.validate("x" * 70_000)["code"], "BODY_TOO_LARGE")
        self.assertEqual(self.sdk.list_devices()["devices"], [])


class AtTheCap(WithAnAuthority):
    plan = "free"

    def test_a_fourth_device_is_refused_and_the_others_keep_working(self):
        for device in ("a", "b", "c"):
            self.assertEqual(self.sdk.register(device)["status"], "ok")
        refusal = self.sdk.register("d")
        self.assertEqual((refusal["status"], refusal["error"]), ("blocked", "device_limit_reached"))
        self.assert_decision("d", False, "DEVICE_NOT_REGISTERED")
        self.assert_decision("a", True, "ALLOW")
        self.assertEqual(self.sdk.usage()["remaining"], 0)
        self.sdk.remove("a")
        self.assertEqual(self.sdk.register("d")["status"], "ok")


if __name__ == "__main__":
    unittest.main()
