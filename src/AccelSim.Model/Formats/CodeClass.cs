namespace AccelSim.Model.Formats;

/// <summary>What kind of number a code stands for.</summary>
public enum CodeClass
{
    Finite,
    Infinity,
    Nan,
}
