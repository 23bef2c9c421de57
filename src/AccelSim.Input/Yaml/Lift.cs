namespace AccelSim.Input.Yaml;

/// <summary>Types made from other types.</summary>
public static class Lift
{
    /// <summary>For optional keys whose absence is null.</summary>
    public static YamlType<T?> Nullable<T>(YamlType<T> type) where T : struct => new NullableType<T>(type);

    /// <summary>For values that the program keeps in 32 bits; the range of the type must fit.</summary>
    public static YamlType<int> Int(YamlType<long> type) =>
        new ConvertedType<long, int>(type, Narrow, value => value);

    private static bool Narrow(long written, YamlNode node, ReadContext context, out int value)
    {
        value = (int)written;
        return true;
    }
}
