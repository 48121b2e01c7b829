"""People. A person signs in by e-mail; what they may do comes from the organisations they belong to."""

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make a person. `email` is kept in lower case, so one address is one person."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractUser):
    """One person, known by e-mail address and name."""

    username = first_name = last_name = None
    email = models.EmailField("email address", unique=True)
    name = models.CharField("full name", max_length=150)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_per_address")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as the person wrote it."""
        return self.name

    def get_short_name(self) -> str:
        """The name as the person wrote it: portals that guess at first names guess wrong."""
        return self.name
