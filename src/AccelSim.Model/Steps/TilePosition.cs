namespace AccelSim.Model.Steps;

/// <summary>Which tile a step handles: wave numbers of the cohort. Core (g, m, n, k) of the partition takes tile wave * cores + own index.</summary>
public readonly record struct TilePosition(int Shape, int GroupWave, int MWave, int NWave, int KStep);
