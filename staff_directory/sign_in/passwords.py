"""Password rules besides Django's: letters, digits and signs mixed, or a long phrase (GB/T 22239-2019: complexity)."""

from typing import Any

from django.core.exceptions import ValidationError

LONG_ENOUGH = 16


class MixedCharactersValidator:
    """At least three of lower case, upper case, digits and signs; or sixteen characters and more."""

    def validate(self, password: str, user: Any = None) -> None:
        """Check a new password.

        Raises:
            ValidationError: saying how to mend it.
        """
        if len(password) >= LONG_ENOUGH:
            return
        kinds = (str.islower, str.isupper, str.isdigit, lambda char: not char.isalnum())
        if sum(any(kind(char) for char in password) for kind in kinds) < 3:
            raise ValidationError(self.get_help_text(), code="password_not_mixed")

    def get_help_text(self) -> str:
        """Return the rule."""
        return f"密码须含大写字母、小写字母、数字、符号中的至少三种；或不少于{LONG_ENOUGH}个字符。"
