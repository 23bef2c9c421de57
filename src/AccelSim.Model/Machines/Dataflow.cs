namespace AccelSim.Model.Machines;

/// <summary>Which operand stays in the array of a systolic unit.</summary>
public enum Dataflow
{
    OutputStationary,
    WeightStationary,
    InputStationary,
}
