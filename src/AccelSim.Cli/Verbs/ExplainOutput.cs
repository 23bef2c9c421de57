using AccelSim.Cli.Points;
using AccelSim.Explore.Explanations;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Prints and writes what <c>--explain</c> asks for.</summary>
internal static class ExplainOutput
{
    public const string Json = "explain.json", RooflinePng = "roofline.png", RooflineSvg = "roofline.svg";

    /// <summary>The rows as JSON, each with its explanation.</summary>
    public static string Render(ResultTable table, StepExplanation step) => ResultJson.Render(table, (json, row) => ExplanationJson.Write(json, step, row));

    /// <summary>Writes the JSON and the roofline into the directory of the results.</summary>
    public static void Write(string directory, string workload, ResultTable table, StepExplanation step)
    {
        AtomicFile.Write(Path.Combine(directory, Json), Render(table, step) + "\n");
        if (RooflinePlot.Draw($"{workload} on {step.Machine.Name}", step) is not { } picture) return;
        picture.WriteFile(Path.Combine(directory, RooflinePng));
        picture.WriteFile(Path.Combine(directory, RooflineSvg));
    }
}
