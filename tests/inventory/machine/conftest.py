"""Failed expectations show what was compared."""

import pytest

pytest.register_assert_rewrite("tests.inventory.machine.expecting")
