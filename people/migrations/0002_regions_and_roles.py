"""The 20 regions (KATO codes) and the eight roles."""

from django.db import migrations

REGIONS = [
    ("10", "Абай облысы", "область Абай"),
    ("11", "Ақмола облысы", "Акмолинская область"),
    ("15", "Ақтөбе облысы", "Актюбинская область"),
    ("19", "Алматы облысы", "Алматинская область"),
    ("23", "Атырау облысы", "Атырауская область"),
    ("27", "Батыс Қазақстан облысы", "Западно-Казахстанская область"),
    ("31", "Жамбыл облысы", "Жамбылская область"),
    ("33", "Жетісу облысы", "область Жетісу"),
    ("35", "Қарағанды облысы", "Карагандинская область"),
    ("39", "Қостанай облысы", "Костанайская область"),
    ("43", "Қызылорда облысы", "Кызылординская область"),
    ("47", "Маңғыстау облысы", "Мангистауская область"),
    ("55", "Павлодар облысы", "Павлодарская область"),
    ("59", "Солтүстік Қазақстан облысы", "Северо-Казахстанская область"),
    ("61", "Түркістан облысы", "Туркестанская область"),
    ("62", "Ұлытау облысы", "область Ұлытау"),
    ("63", "Шығыс Қазақстан облысы", "Восточно-Казахстанская область"),
    ("71", "Астана қаласы", "г. Астана"),
    ("75", "Алматы қаласы", "г. Алматы"),
    ("79", "Шымкент қаласы", "г. Шымкент"),
]
ROLES = [
    "learner",
    "trainer",
    "coordinator",
    "methodologist",
    "mentor",
    "school_head",
    "authority",
    "administrator",
]


def create(apps, schema_editor):
    region = apps.get_model("people", "Region")
    for code, name_kk, name_ru in REGIONS:
        region.objects.update_or_create(code=code, defaults={"name_kk": name_kk, "name_ru": name_ru})
    for role in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
