"""Who is not looking at the board is told, by a webhook or by mail: a feed is stale, nothing can be drawn, the disk
fills, the backup stays away. And a sign of life, so that its absence is told by somebody else."""

from data_pipeline.alarm.watch import Watch

__all__ = ["Watch"]
