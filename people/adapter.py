"""What allauth asks of us: names and role at sign-up, a person's language in mail."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import Group
from django.utils.translation import get_language

from .roles import Role


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request, user, form, commit: bool = True):
        for part in ("surname", "given_name", "patronymic"):
            setattr(user, part, form.cleaned_data.get(part, "").strip())
        user.language = get_language() or ""
        user = super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        if commit:
            user.save()
            user.groups.add(Group.objects.get(name=Role.LEARNER))
        return user
