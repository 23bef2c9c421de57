using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Measured;

namespace AccelSim.Input.Measured;

/// <summary>Calibrated constants of kernel libraries (<c>kind: silicon</c>): generation, family, constant.</summary>
public static class CalibrationFile
{
    public static FileKind<SiliconCalibration> Kind { get; } =
        new("silicon", "configs/silicon", "Calibrated constants of kernel libraries on real machines.", Declare);

    private static ObjectType<SiliconCalibration> Declare(ObjectDeclaration<SiliconCalibration> file)
    {
        var constants = new MapType<double>("the name of a constant such as launch", new RealType(0, 1e9));
        var families = new MapType<ImmutableArray<KeyValuePair<string, double>>>("a family of kernels such as dense16", constants);
        var name = file.Required("name", TextType.Name, c => c.Name, "Name of the calibration.", "calibration");
        file.Optional("description", new TextType(), _ => "", "", "What it was calibrated on.");
        var generations = file.Required("generations", new MapType<ImmutableArray<KeyValuePair<string, ImmutableArray<KeyValuePair<string, double>>>>>(
            "synchronous or asynchronous", families), Grouped, "Constants by generation of tensor cores and family of kernels.",
            "{synchronous: {dense16: {launch: 2.5}}}");
        return file.Build(v => new SiliconCalibration(v.Get(name),
            [.. v.Get(generations).SelectMany(g => g.Value.Select(f => new CalibratedFamily(g.Key, f.Key, f.Value)))]));
    }

    private static ImmutableArray<KeyValuePair<string, ImmutableArray<KeyValuePair<string, ImmutableArray<KeyValuePair<string, double>>>>>> Grouped(SiliconCalibration calibration) =>
        [.. calibration.Families.GroupBy(f => f.Generation).Select(g => new KeyValuePair<string, ImmutableArray<KeyValuePair<string, ImmutableArray<KeyValuePair<string, double>>>>>(
            g.Key, [.. g.Select(f => KeyValuePair.Create(f.Family, f.Constants))]))];
}
