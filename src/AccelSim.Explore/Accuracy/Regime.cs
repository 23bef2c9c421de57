namespace AccelSim.Explore.Accuracy;

/// <summary>What limits a kernel on the derated roofline.</summary>
public enum Regime
{
    /// <summary>The roofline is below 5 us: the launch matters.</summary>
    Launch,
    Memory,
    Compute,
}
