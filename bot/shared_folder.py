"""A data folder whose index lies where the settings say: in it, or in a cluster that other hosts answer from too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cached_property

from bot.data_folder import DataFolder
from bot.settings import Settings, milvus_address
from retrieval.editions.store.archive import Archive
from retrieval.editions.store.corrections import Corrections
from retrieval.editions.store.records import ArticleRecords
from retrieval.editions.store.withdrawals import Withdrawals
from retrieval.index.engine import Engine
from retrieval.index.milvus.cluster import Cluster
from retrieval.index.milvus.deciding import DecisionTelling, ToldCorrections, ToldWithdrawals
from retrieval.index.milvus.decisions import Decisions
from retrieval.index.milvus.engine import MilvusEngine
from retrieval.index.milvus.paper import ClusterPapers
from retrieval.index.published import Papers


class SharedFolder(DataFolder):
    """The stores of one data folder, and the cluster beside them where the settings name one."""

    def __init__(self, settings: Settings, *, create: bool, now: Callable[[], datetime]) -> None:
        """See ``DataFolder``."""
        # A host without an archive answers from the cluster; what readers judge there waits in an empty one.
        super().__init__(settings.data, create=create or settings.engine == "milvus", now=now)
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        if self.settings.engine == "embedded":
            return super().engine
        prefix, records = self.settings.milvus_prefix, ArticleRecords(self.database)
        return MilvusEngine(self.cluster, self.tokenizer, self.settings.data, prefix=prefix, records=records)

    @cached_property
    def cluster(self) -> Cluster:
        """The Milvus cluster that the settings name. Raises ``SettingsError``."""
        return Cluster(*milvus_address(self.settings))

    @cached_property
    def _decisions(self) -> Decisions:
        return Decisions(self.cluster, self.settings.milvus_prefix)

    @cached_property
    def _tell_decisions(self) -> DecisionTelling | None:
        """Tells other hosts what was decided here; None where there are none."""
        return None if self.settings.engine == "embedded" else DecisionTelling(self._decisions, self.database)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        tell = self._tell_decisions
        return ToldWithdrawals(self.database, self._now, tell) if tell else super().withdrawals

    @cached_property
    def corrections(self) -> Corrections:
        tell = self._tell_decisions
        return ToldCorrections(self.database, tell) if tell else super().corrections

    @property
    def texts(self) -> Archive | Papers:
        """Where the texts of what is published come from."""
        return self.archive if self.settings.engine == "embedded" else ClusterPapers(self._decisions)

    def close(self) -> None:
        """Close what was opened. Safe to call twice."""
        if cluster := self.__dict__.pop("cluster", None):
            cluster.close()
        super().close()
