"""The taxonomy of issues between states that documents, events and cases share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueTopic:
    """One kind of matter on which two states can move."""

    id: str
    title: str


TOPICS: tuple[IssueTopic, ...] = tuple(
    IssueTopic(id=id_, title=title)
    for id_, title in (
        ("diplomacy", "Diplomatic relations, summits and contacts"),
        ("leadership", "Leaders: persons, appointments, styles"),
        ("domestic_politics", "Domestic politics, parties, investigations"),
        ("election_interference", "Interference in elections, influence operations"),
        ("sanctions", "Economic sanctions and their relief"),
        ("trade", "Trade, tariffs, investment, finance"),
        ("energy", "Oil, gas, pipelines, nuclear power"),
        ("technology", "Technology, export controls, supply chains"),
        ("cyber", "Cyber operations and security"),
        ("espionage", "Espionage, detainees, prisoner exchange"),
        ("arms_control", "Nuclear weapons, arms control, testing"),
        ("missile_defence", "Missile defence and missile deployments"),
        ("military_posture", "Deployments, exercises, incidents, arms sales"),
        ("nato", "Alliances: NATO, enlargement, commitments"),
        ("territory", "Territorial and maritime disputes, borders"),
        ("history", "History, memory, apology, compensation"),
        ("human_rights", "Human rights, democracy, minorities"),
        ("counterterrorism", "Terrorism and insurgency"),
        ("migration", "Migration, refugees, consular matters"),
        ("climate", "Climate, environment, health, Arctic, space"),
        ("ukraine", "Ukraine, Crimea, Donbas"),
        ("syria", "Syria"),
        ("iran", "Iran and its nuclear programme"),
        ("north_korea", "North Korea and its nuclear programme"),
        ("venezuela", "Venezuela"),
        ("afghanistan", "Afghanistan"),
        ("middle_east", "Israel, Palestine, Yemen, Gulf, Libya, Iraq"),
        ("taiwan", "Taiwan and the Taiwan Strait"),
        ("former_soviet_space", "Former Soviet states other than Ukraine"),
        ("china_triangle", "China as the third power, great-power triangle"),
        ("international_order", "International organisations, law and world order"),
    )
)
"""Issue topics; a case may add its own and words for them."""

TOPIC_IDS: frozenset[str] = frozenset(topic.id for topic in TOPICS)
