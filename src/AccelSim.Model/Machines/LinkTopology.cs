namespace AccelSim.Model.Machines;

/// <summary>How chips exchange data.</summary>
public enum LinkTopology
{
    Ring,

    /// <summary>A switch: every chip reaches every other at full rate.</summary>
    Switch,
}
