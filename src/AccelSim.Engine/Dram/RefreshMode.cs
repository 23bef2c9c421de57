namespace AccelSim.Engine.Dram;

/// <summary>How cells are refreshed.</summary>
public enum RefreshMode
{
    AllBank,
    PerBank,
    None,
}
