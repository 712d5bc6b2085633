"""Every address × who asks → status. Fails when an address is missing from the list."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.world import WHO, make_world

EVERYONE = dict.fromkeys(WHO, 200)
SIGNED_IN = EVERYONE | {"nobody": 302}
OWN = dict.fromkeys(WHO, 404) | {"nobody": 302, "own": 200}
COHORT_STAFF = dict.fromkeys(WHO, 404) | {
    "nobody": 302,
    "trainer": 200,
    "coordinator": 200,
    "administrator": 200,
}
WORK = dict.fromkeys(WHO, 404) | {"nobody": 302, "own": 200, "trainer": 200, "administrator": 200}
MARKS = dict.fromkeys(WHO, 404) | {"nobody": 302, "trainer": 200, "coordinator": 200, "administrator": 200}
REGISTER = dict.fromkeys(WHO, 404) | {"nobody": 302, "own": 200, "coordinator": 200, "administrator": 200}
RUN = dict.fromkeys(WHO, 403) | {"nobody": 302, "coordinator": 200, "administrator": 200}
EDITIONS = dict.fromkeys(WHO, 403) | {"nobody": 302, "methodologist": 200, "administrator": 200}
MARKING = dict.fromkeys(WHO, 404) | {"nobody": 302, "trainer": 200, "administrator": 200}
REGRADE = RUN | {"methodologist": 200}
COMMISSION = dict.fromkeys(WHO, 404) | {"nobody": 302, "coordinator": 200, "administrator": 200}
SUPPORT = dict.fromkeys(WHO, 404) | {"nobody": 302, "own": 200, "mentor": 200}
HOSTS = dict.fromkeys(WHO, 404) | {"nobody": 302, "mentor": 200, "coordinator": 200, "administrator": 200}
POST_ONLY = dict.fromkeys(WHO, 405) | {"nobody": 302}

REVIEWS = dict.fromkeys(WHO, 404) | {"nobody": 302, "methodologist": 200, "administrator": 200}
MODERATES = REVIEWS | {"coordinator": 200}
CENTRE = COMMISSION | {"mentor": 200}

# GET, as (address name, expectation). Redirects inside the site are what a list of them below says.
MATRIX = {
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "front": EVERYONE,
    "search": EVERYONE,
    "favicon": dict.fromkeys(WHO, 302),
    "verify_form": EVERYONE,
    "kit_list": EVERYONE,
    "kit_file": EVERYONE,
    "verify": EVERYONE,
    "did_document": EVERYONE,
    "status_list": EVERYONE,
    "public_keys": EVERYONE,
    "offline_status": EVERYONE,
    "check_list": EVERYONE,
    "check_result": EVERYONE,
    "verify_fallback": EVERYONE,
    "verify_json": dict.fromkeys(WHO, 404),  # of a code that was never issued
    "api_verify": dict.fromkeys(WHO, 405),  # codes are sent by POST
    "api_description": EVERYONE,
    "verify_file": EVERYONE,
    "verify_hash": dict.fromkeys(WHO, 404),  # of a file that was never issued
    "verify_scan": EVERYONE,
    "verify_offline": EVERYONE,
    "verify_worker": EVERYONE,
    "verify_manifest": EVERYONE,
    "styleguide": EVERYONE,
    "set_language": dict.fromkeys(WHO, 302),
    "media": dict.fromkeys(WHO, 404),
    "home": SIGNED_IN,
    "after": SIGNED_IN,
    "support_effect": COMMISSION | {"mentor": 200},
    "support_effect_xlsx": COMMISSION | {"mentor": 200},
    "profile": SIGNED_IN,
    "document_list": SIGNED_IN,
    "register": COMMISSION,
    "register_file": COMMISSION,
    "register_document": COMMISSION,
    "propose_change": COMMISSION,
    "proposal_list": COMMISSION,
    "proposal": COMMISSION,
    "document_pdf": REGISTER,
    "document_detail": REGISTER,
    "document_qr": REGISTER,
    "expiring_list": COMMISSION,
    "expiring_xlsx": COMMISSION,
    "blank_list": COMMISSION,
    "blank_xlsx": COMMISSION,
    "blank_receive": COMMISSION,
    "blank_detail": COMMISSION,
    "blank_sheet": COMMISSION,
    "blank_find": COMMISSION,
    "blank_print": COMMISSION,
    "blank_run": COMMISSION,
    "blank_run_sheets": COMMISSION,
    "blank_layouts": COMMISSION,
    "blank_test_sheet": COMMISSION,
    "blank_act": COMMISSION,
    "blank_act_file": COMMISSION,
    "recording_file": SIGNED_IN,
    "recording_captions": SIGNED_IN,
    "study_course": OWN,
    "study_topic": OWN,
    "study_mark": POST_ONLY,
    "reader_settings": dict.fromkeys(WHO, 302),
    "lesson_paper": dict.fromkeys(WHO, 404)
    | {"nobody": 302}
    | dict.fromkeys(
        ["own", "other", "trainer", "other_trainer", "methodologist", "expert", "administrator"], 200
    ),
    "lesson_marks": OWN,
    "study_notes": OWN,
    "study_notes_file": OWN,
    "note_add": POST_ONLY,
    "note_change": POST_ONLY,
    "bookmark_set": POST_ONLY,
    "reading_seen": POST_ONLY,
    "reading_finish": POST_ONLY,
    "reading_question": OWN | {"own": 302},
    "apply": POST_ONLY,
    "attempt_intro": OWN,
    "attempt_resume": OWN | {"own": 302},
    "attempt_question": OWN,
    "attempt_submit": OWN,
    "attempt_result": OWN | {"own": 302},
    "attempt_break": OWN,
    "practice_list": OWN,
    "attempt_focus": POST_ONLY,
    "attempt_review": dict.fromkeys(WHO, 404) | {"nobody": 302},
    "exam_list": MARKS | {"other_trainer": 200},
    "exam_board": MARKS,
    "attempt_protocol": MARKS,
    "conditions": dict.fromkeys(WHO, 404) | {"nobody": 302, "coordinator": 200, "administrator": 200},
    "notice_list": SIGNED_IN,
    "notices_read": POST_ONLY,
    "mail_preferences": SIGNED_IN,
    "appeal": OWN,
    "my_appeals": MARKS | {"other_trainer": 200},
    "appeal_list": COHORT_STAFF,
    "appeal_desk": MARKS,
    "appeal_letter": MARKS | {"own": 200},
    "regrade_list": REGRADE,
    "regrade_question": REGRADE,
    "regrade_decision": REGRADE,
    "work": OWN,
    "plan": OWN,
    "plan_check": OWN,
    "work_versions": OWN,
    "work_version": OWN,
    "extension_list": COHORT_STAFF,
    "submission_file": WORK,
    "marking_list": dict.fromkeys(WHO, 403)
    | {"nobody": 302, "trainer": 200, "other_trainer": 200, "administrator": 200},
    "marking_desk": MARKING,
    "marking_queue": MARKING
    | {"trainer": 302, "administrator": 302},  # a part of the desk's page, for its script
    "marking_next": MARKING | {"trainer": 302, "administrator": 302},
    "marking_note_new": POST_ONLY,
    "marking_note": POST_ONLY,
    "marking_participation": dict.fromkeys(WHO, 404) | {"nobody": 302},
    "bank_comment_list": dict.fromkeys(WHO, 403)
    | {"nobody": 302, "trainer": 200, "other_trainer": 200, "methodologist": 200, "administrator": 200},
    "bank_comment": dict.fromkeys(WHO, 404) | {"nobody": 302, "methodologist": 200, "administrator": 200},
    "file_view": dict.fromkeys(WHO, 404)
    | {"nobody": 302, "own": 302, "trainer": 302, "administrator": 302},  # plain text is sent as it is
    "sitting_marks": MARKS,
    "group_list": COHORT_STAFF,
    "my_group": OWN,
    "defence_list": COHORT_STAFF,
    "defence_session": COHORT_STAFF,
    "defence_protocol": COHORT_STAFF,
    "allocation": RUN,
    "participation": COHORT_STAFF,
    "calibration": MARKS | {"methodologist": 200},
    "cohort_list": dict.fromkeys(WHO, 302)
    | {
        "trainer": 200,
        "other_trainer": 200,
        "coordinator": 200,
        "administrator": 200,
    },
    "cohort_new": RUN,
    "cohort_detail": COHORT_STAFF,
    "cohort_about": COHORT_STAFF,
    "gradebook_xlsx": COHORT_STAFF,
    "gradebook_pdf": COHORT_STAFF,
    "cohort_documents": COHORT_STAFF,
    "cohort_documents_progress": dict.fromkeys(WHO, 404)
    | {"nobody": 302, "trainer": 286, "coordinator": 286, "administrator": 286},
    "cohort_documents_file": dict.fromkeys(WHO, 404)
    | {"nobody": 302, "coordinator": 302, "administrator": 302},  # nothing is drawn yet
    "log_of_issue": EVERYONE,
    "log_roots": EVERYONE,
    "protocol_list": COMMISSION,
    "protocol": COMMISSION,
    "protocol_file": COMMISSION,
    "result_amend": COMMISSION,
    "rights": SIGNED_IN,
    "right_book": REGISTER,
    "right_cancel": POST_ONLY,
    "owed_list": COMMISSION,
    "owed_xlsx": COMMISSION,
    "owed_letters": COMMISSION,
    "owed_case": COMMISSION,
    "owed_letter": COMMISSION,
    "my_requests": SIGNED_IN,
    "request_detail": REGISTER,
    "request_new": OWN,
    "request_file": REGISTER,
    "request_list": COMMISSION,
    "order_list": COMMISSION,
    "order_xlsx": COMMISSION,
    "order_person": COMMISSION,
    "order_new": COMMISSION,
    "order_detail": REGISTER,
    "order_paper": REGISTER,
    "my_mentoring": SIGNED_IN | {"own": 302},  # one's only support opens
    "mentoring_list": COMMISSION | {"mentor": 200},
    "mentoring_plan": COMMISSION | {"own": 200, "mentor": 200},
    "mentoring_write": SUPPORT,
    "mentoring_versions": SUPPORT,
    "mentoring_paper": SUPPORT,
    "mentoring_closing": COMMISSION | {"own": 200, "mentor": 200},
    "mentoring_hand_over": COMMISSION,
    "mentoring_end": COMMISSION,
    "matching": COMMISSION,
    "mentor_list": COMMISSION,
    "mentor_profile": COMMISSION | {"mentor": 200},
    "diary": SUPPORT,
    "entry": SUPPORT,
    "entry_check": OWN,
    "entry_file": SUPPORT,
    "self_assessment": SUPPORT,
    "indicators": SUPPORT,
    "indicator": SUPPORT,
    "meeting_list": SIGNED_IN,
    "slots": dict.fromkeys(WHO, 404) | {"nobody": 302, "mentor": 200},
    "meeting_book": OWN,
    "meeting_new": dict.fromkeys(WHO, 404) | {"nobody": 302, "mentor": 200},
    "meeting": SUPPORT,
    "meeting_change": SUPPORT,
    "meeting_log": SUPPORT,
    "meeting_ics": SUPPORT,
    "meeting_observations": SUPPORT,
    "event_list": SIGNED_IN,
    "event": SIGNED_IN,
    "event_ics": SIGNED_IN,
    "event_new": HOSTS | {"methodologist": 200},
    "event_room": dict.fromkeys(WHO, 302)
    | {"own": 200}
    | dict.fromkeys(("mentor", "coordinator", "administrator"), 200),
    "event_beat": POST_ONLY,
    "event_status": POST_ONLY,
    "event_files": POST_ONLY,
    "event_file": HOSTS | {"own": 200},
    "event_feedback": OWN,
    "event_paper": OWN,
    "event_edit": HOSTS,
    "event_people": HOSTS,
    "event_people_file": HOSTS,
    "event_import": HOSTS,
    "practice_library": SIGNED_IN,
    "practice_own": SIGNED_IN,
    "practice_new": SIGNED_IN,
    "practice_reviews": REVIEWS,
    "practice_review": REVIEWS,
    "shared_practice": SIGNED_IN,
    "practice_edit": OWN,
    "practice_check": OWN,
    "practice_file": OWN,
    "practice_file_remove": POST_ONLY,
    "practice_state": POST_ONLY,
    "practice_thanks": POST_ONLY,
    "practice_used": POST_ONLY,
    "community_list": SIGNED_IN,
    "community_new": MODERATES,
    "community": SIGNED_IN,
    "community_edit": MODERATES,
    "community_membership": POST_ONLY,
    "moderation": MODERATES,
    "thread_new": SIGNED_IN,
    "thread": SIGNED_IN,
    "thread_state": POST_ONLY,
    "post": dict.fromkeys(WHO, 302),
    "post_edit": OWN,
    "post_report": SIGNED_IN,
    "post_show": POST_ONLY,
    "centre_list": EVERYONE,
    "centre": EVERYONE,
    "centre_new": COMMISSION,
    "centre_edit": CENTRE,
    "centre_desk": CENTRE,
    "centre_report": CENTRE,
    "centre_report_file": CENTRE,
    "edition_list": EDITIONS,
    "edition_board": EDITIONS,
    "agreed_list": EDITIONS,
    "agreed_version": EDITIONS,
    "agreed_xlsx": EDITIONS,
    "review_list": REVIEWS,
    "review_text": REVIEWS,
    "review_decide": POST_ONLY,
    "review_take_back": POST_ONLY,
    "edition_detail": EDITIONS,
    "programme_paper": EDITIONS | ({"expert": 200} if "expert" in WHO else {}),
}
# Answered by Wagtail and allauth, which test their own; what of theirs we close is tested in cms/test_site.py.
THEIRS = ("wagtail", "account_", "socialaccount", "user_list", "javascript-catalog", "front")


def our_addresses() -> set[str]:
    """Names of all addresses that are ours."""
    found: set[str] = set()

    def walk(patterns, inside: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                route = inside + str(pattern.pattern)
                if not route.startswith(("admin/", "accounts/", "downloads/")) and "<language" not in route:
                    walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and pattern.name and not pattern.name.startswith("wagtail"):
                found.add(pattern.name)

    walk(get_resolver().url_patterns, "")
    return found


def test_no_address_is_missing_from_the_matrix():
    assert our_addresses() == set(MATRIX)


@pytest.fixture
def world(db):
    return make_world()


@pytest.mark.slow
def test_everyone_gets_what_the_matrix_says(world, client_for):
    people, values = world
    wrong = []
    for who in WHO:
        client = client_for(people[who])
        for name, expected in MATRIX.items():
            address = reverse(name, args=values.get(name, []))
            status = client.get(address).status_code
            if status != expected[who]:
                wrong.append(f"{who} GET {address}: {status} instead of {expected[who]}")
    assert not wrong, "\n".join(wrong)


# A POST by anyone who may not do it changes nothing: they are sent to sign in, refused, or find nothing.
POSTS = {
    "study_mark": {"own"},
    "note_add": {"own"},
    "note_change": {"own"},
    "bookmark_set": {"own"},
    "reading_seen": {"own"},
    "reading_finish": {"own"},
    "reading_question": {"own"},
    "attempt_intro": {"own"},
    "attempt_question": {"own"},
    "attempt_submit": {"own"},
    "work": {"own"},
    "work_version": {"own"},
    "plan": {"own"},
    "plan_check": {"own"},
    "extension_list": {"trainer", "coordinator", "administrator"},
    "marking_desk": {"trainer", "administrator"},
    "marking_note_new": {"trainer", "administrator"},
    "bank_comment_list": {"trainer", "other_trainer", "methodologist", "administrator"},
    "bank_comment": {"methodologist", "administrator"},
    "sitting_marks": {"trainer", "coordinator", "administrator"},
    "appeal": {"own"},
    "appeal_desk": {"trainer", "coordinator", "administrator"},
    "cohort_detail": {"trainer", "coordinator", "administrator"},
    "group_list": {"coordinator", "administrator"},
    "my_group": {"own"},
    "defence_list": {"coordinator", "administrator"},
    "defence_session": {"trainer", "coordinator", "administrator"},
    "cohort_new": {"coordinator", "administrator"},
    "cohort_about": {"coordinator", "administrator"},
    "allocation": {"coordinator", "administrator"},
    "cohort_documents": {"trainer", "coordinator", "administrator"},
    "protocol_list": {"coordinator", "administrator"},
    "protocol": {"coordinator", "administrator"},
    "propose_change": {"coordinator", "administrator"},
    "proposal": {"coordinator", "administrator"},
    "result_amend": {"coordinator", "administrator"},
    "blank_receive": {"coordinator", "administrator"},
    "blank_detail": {"coordinator", "administrator"},
    "blank_print": {"coordinator", "administrator"},
    "blank_run": {"coordinator", "administrator"},
    "blank_layouts": {"coordinator", "administrator"},
    "right_book": {"own", "coordinator", "administrator"},
    "right_cancel": {"own", "coordinator", "administrator"},
    "owed_case": {"coordinator", "administrator"},
    "request_new": {"own"},
    "request_detail": {"own", "coordinator", "administrator"},
    "order_new": {"coordinator", "administrator"},
    "order_detail": {"coordinator", "administrator"},
    "edition_detail": {"methodologist", "administrator"},
    "agreed_list": {"methodologist", "administrator"},
    "review_decide": {"methodologist", "administrator"},
    "review_take_back": {"methodologist", "administrator"},
    "practice_edit": {"own"},
    "practice_check": {"own"},
    "practice_file_remove": {"own"},
    "practice_state": {"own", "methodologist", "administrator"},
    "practice_review": {"methodologist", "administrator"},
    "community_new": {"coordinator", "methodologist", "administrator"},
    "community_edit": {"coordinator", "methodologist", "administrator"},
    "moderation": {"coordinator", "methodologist", "administrator"},
    "thread_state": {"coordinator", "methodologist", "administrator"},
    "post_show": {"coordinator", "methodologist", "administrator"},
    "post_edit": {"own"},
    "centre_new": {"coordinator", "administrator"},
    "centre_edit": {"mentor", "coordinator", "administrator"},
    "centre_desk": {"mentor", "coordinator", "administrator"},
    "centre_report": {"mentor", "coordinator", "administrator"},
    "event_new": {"mentor", "coordinator", "methodologist", "administrator"},
    "event_beat": {"own"},
    "event_feedback": {"own"},
    "event_status": {"mentor", "coordinator", "administrator"},
    "event_files": {"mentor", "coordinator", "administrator"},
    "event_edit": {"mentor", "coordinator", "administrator"},
    "event_people": {"mentor", "coordinator", "administrator"},
    "event_import": {"mentor", "coordinator", "administrator"},
    "slots": {"mentor"},
    "meeting_book": {"own"},
    "meeting_new": {"mentor"},
    "meeting": {"own", "mentor"},
    "meeting_change": {"own", "mentor"},
    "meeting_log": {"own", "mentor"},
    "mentoring_write": {"own", "mentor"},
    "mentoring_closing": {"own", "mentor", "coordinator", "administrator"},
    "mentoring_hand_over": {"coordinator", "administrator"},
    "mentoring_end": {"coordinator", "administrator"},
    "matching": {"coordinator", "administrator"},
    "mentor_profile": {"mentor", "coordinator", "administrator"},
    "diary": {"own"},
    "entry": {"own"},
    "entry_check": {"own"},
    "self_assessment": {"own"},
    "indicators": {"own"},
    "indicator": {"own"},
}


@pytest.mark.slow
def test_a_post_by_someone_else_is_refused(world, client_for):
    people, values = world
    wrong = []
    for who in WHO:
        client = client_for(people[who])
        for name, allowed in POSTS.items():
            if who in allowed:
                continue
            address = reverse(name, args=values.get(name, []))
            answer = client.post(address, {})
            sent_away = answer.status_code == 302 and answer.headers["Location"].startswith(
                "/accounts/login/"
            )
            if answer.status_code not in {403, 404} and not sent_away:
                wrong.append(f"{who} POST {address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_a_forged_form_is_refused(world):
    from django.test import Client

    people, values = world
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["own"])
    assert client.post(reverse("study_mark", args=values["study_mark"]), {}).status_code == 403
