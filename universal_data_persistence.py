"""The functions of the earlier platform under the name it had: `from universal_data_persistence import save_user_data`.

They act for the person of the current request, or inside `with acting_as("kim@example.org"):`.
"""

from storage import user_data
from storage.user_data import *  # noqa: F403 - exactly the names that `__all__` there lists

__all__ = [*user_data.__all__]
