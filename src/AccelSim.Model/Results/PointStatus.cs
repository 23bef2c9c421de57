namespace AccelSim.Model.Results;

/// <summary>Outcome of a point. An infeasible point never stops a sweep.</summary>
public enum PointStatus
{
    Ok,
    Infeasible,
    Failed,
}
