"""Failed expectations show what was compared."""

import pytest

for _name in ("oracle", "auditor", "serving"):
    pytest.register_assert_rewrite(f"tests.orders.machine.{_name}")
