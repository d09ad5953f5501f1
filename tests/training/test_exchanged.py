"""Questions with a name or a number exchanged."""

import random

from retrieval.training.network.exchanged import Exchanger

QUESTIONS = ["武汉的马拉松几点开跑", "成都的花展要门票吗", "广州地铁几点收车"]


def test_a_printed_name_gives_way_to_one_of_the_same_class():
    exchanger = Exchanger(QUESTIONS, random.Random(1))
    assert exchanger.exchanged(QUESTIONS[0], "武汉马拉松将于周日7时30分开跑") in {
        "成都的马拉松几点开跑",
        "广州的马拉松几点开跑",
    }


def test_a_printed_number_gives_way_to_another():
    other = Exchanger(QUESTIONS, random.Random(1)).exchanged("第18路公交几点收车", "18路公交末班车22:00")
    assert other is not None
    assert other != "第18路公交几点收车"
    assert other.startswith("第")
    assert other.endswith("路公交几点收车")


def test_nothing_is_exchanged_that_the_window_does_not_print():
    assert Exchanger(QUESTIONS, random.Random(1)).exchanged("武汉几点开跑", "半程赛周日开跑") is None
