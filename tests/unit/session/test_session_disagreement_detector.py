"""When the newest moment of a scene counts as a new scene."""

from scenescore.session.disagreement_detector import DisagreementDetector


def agreeing() -> DisagreementDetector:
    detector = DisagreementDetector(margin=0.05)
    assert not detector.update(0.0, "walk", "walk", 0.5, 0.5)
    return detector


def test_a_moment_that_keeps_calling_for_another_track_changes_the_scene_from_its_first_time() -> None:
    detector = agreeing()
    assert not detector.update(10.0, "walk", "fight", 0.4, 0.9)
    assert detector.disagrees_since_s == 10.0
    assert not detector.update(10.5, "walk", "boss", 0.4, 0.9)
    assert detector.update(11.0, "walk", "fight", 0.4, 0.9)
    assert detector.disagrees_since_s == 10.0


def test_one_odd_moment_changes_nothing() -> None:
    detector = agreeing()
    assert not detector.update(10.0, "walk", "fight", 0.4, 0.9)
    assert not detector.update(11.0, "walk", "walk", 0.5, 0.5)
    assert detector.disagrees_since_s is None
    assert not detector.update(12.0, "walk", "fight", 0.4, 0.9)


def test_a_track_that_leads_by_less_than_the_margin_is_no_disagreement() -> None:
    detector = agreeing()
    assert not detector.update(10.0, "walk", "fight", 0.49, 0.5)
    assert detector.disagrees_since_s is None


def test_where_moment_and_scene_never_agreed_a_disagreement_means_nothing() -> None:
    detector = DisagreementDetector(margin=0.05)
    for second in range(10):
        assert not detector.update(float(second), "walk", "fight", 0.4, 0.9)
    assert detector.disagrees_since_s is None


def test_a_new_scene_starts_without_a_disagreement() -> None:
    detector = agreeing()
    detector.update(10.0, "walk", "fight", 0.4, 0.9)
    detector.new_scene()
    assert detector.disagrees_since_s is None
    assert not detector.update(12.0, "fight", "walk", 0.4, 0.9)
