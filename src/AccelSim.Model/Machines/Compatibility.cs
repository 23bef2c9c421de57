namespace AccelSim.Model.Machines;

/// <summary>Whether cycle counts follow causality or reproduce another program.</summary>
public enum Compatibility
{
    None,
    ScaleSim,
}
