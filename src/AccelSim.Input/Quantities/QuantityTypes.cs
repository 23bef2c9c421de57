using AccelSim.Input.Yaml;

namespace AccelSim.Input.Quantities;

/// <summary>The quantities of the input files with ranges that no real or planned machine leaves.</summary>
public static class QuantityTypes
{
    /// <summary>1 kHz to 1000 GHz.</summary>
    public static readonly QuantityType Clock = new(Dimensions.Frequency, 1_000, 1_000_000_000_000);

    /// <summary>1 byte to 1 PB.</summary>
    public static readonly QuantityType Size = new(Dimensions.Size, 1, 1_000_000_000_000_000);

    /// <summary>1 B/s to 1000 TB/s.</summary>
    public static readonly QuantityType Bandwidth = new(Dimensions.Bandwidth, 1, 1_000_000_000_000_000);

    /// <summary>0 to 1 s.</summary>
    public static readonly QuantityType Time = new(Dimensions.Time, 0, 1_000_000_000_000);

    /// <summary>1 B to 1 MiB a cycle.</summary>
    public static readonly QuantityType BytesPerCycle = new(Dimensions.BytesPerCycle, 1, 1L << 20);

    /// <summary>0 to a million.</summary>
    public static readonly YamlType<int> Cycles = Lift.Int(new QuantityType(Dimensions.Cycles, 0, 1_000_000));

    /// <summary>1 to 180 nm.</summary>
    public static readonly YamlType<int> Process = Lift.Int(new QuantityType(Dimensions.Length, 1, 180));

    /// <summary>1 mW to 1000 kW.</summary>
    public static readonly RealQuantityType Power = new(Dimensions.Power, 0.001m, 1_000_000);
}
