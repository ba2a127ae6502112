"""When the newest moment may overrule the scene."""

from scenescore.session.disagreement_detector import Glance


def agreeing() -> Glance:
    glance = Glance(margin=0.05)
    assert not glance.update(0.0, "walk", "walk", 0.5, 0.5)
    return glance


def test_a_moment_that_goes_on_to_call_for_another_track_turns_the_scene_at_its_first_word() -> None:
    glance = agreeing()
    assert not glance.update(10.0, "walk", "fight", 0.4, 0.9)
    assert glance.disagrees_since_s == 10.0
    assert not glance.update(10.5, "walk", "boss", 0.4, 0.9)
    assert glance.update(11.0, "walk", "fight", 0.4, 0.9)
    assert glance.disagrees_since_s == 10.0


def test_one_odd_moment_turns_nothing() -> None:
    glance = agreeing()
    assert not glance.update(10.0, "walk", "fight", 0.4, 0.9)
    assert not glance.update(11.0, "walk", "walk", 0.5, 0.5)
    assert glance.disagrees_since_s is None
    assert not glance.update(12.0, "walk", "fight", 0.4, 0.9)


def test_a_track_that_leads_by_less_than_the_margin_is_no_disagreement() -> None:
    glance = agreeing()
    assert not glance.update(10.0, "walk", "fight", 0.49, 0.5)
    assert glance.disagrees_since_s is None


def test_where_moment_and_scene_never_agreed_a_disagreement_means_nothing() -> None:
    glance = Glance(margin=0.05)
    for second in range(10):
        assert not glance.update(float(second), "walk", "fight", 0.4, 0.9)
    assert glance.disagrees_since_s is None


def test_a_new_scene_starts_without_an_opinion() -> None:
    glance = agreeing()
    glance.update(10.0, "walk", "fight", 0.4, 0.9)
    glance.new_scene()
    assert glance.disagrees_since_s is None
    assert not glance.update(12.0, "fight", "walk", 0.4, 0.9)
