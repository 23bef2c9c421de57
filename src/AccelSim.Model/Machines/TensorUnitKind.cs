namespace AccelSim.Model.Machines;

/// <summary>How the dense tensor unit is built.</summary>
public enum TensorUnitKind
{
    /// <summary>Rows x Cols processing elements that pass operands to their neighbours.</summary>
    Systolic,

    /// <summary>Rows x Cols dot products side by side, each several elements of K wide per cycle.</summary>
    DotProduct,
}
