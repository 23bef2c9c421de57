using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Engine.Kernels;
using AccelSim.Explore.Accuracy;
using AccelSim.Model.Machines;
using AccelSim.Model.Measured;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify silicon</c>.</summary>
internal static class VerifySilicon
{
    public static Command Build(Session session)
    {
        var data = new Option<string[]>("--data")
        {
            HelpName = "FILE.csv",
            Description = "Measured kernels shaped like gemm.csv, attention.csv, collectives.csv or vector_ops.csv. Repeatable. Default: those under ACCELSIM_DATA/measured.",
        };
        var machine = new Option<string[]>("--machine") { HelpName = "FILE.yaml", Description = "A machine that the data name and that is not shipped. Repeatable." };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Score the good rows and print how many were bad." };
        Option<string> half = Choice.Of("--half", "Rows by a hash of their shape; by default the report half of the usual files and both of --data.", "default", "report", "calibration", "both");
        var constants = new Option<string?>("--calibration") { HelpName = "FILE.yaml", Description = "Constants to use instead of those shipped under configs/silicon." };
        var calibrate = new Option<string?>("--calibrate") { HelpName = "FILE.yaml", Description = "Calibrate the constants on the calibration half and write them to this file." };
        var output = new Option<string?>("--out") { HelpName = "DIR", Description = "Directory for the table, every scored row and the plots." };
        Option<string> format = Choice.Of("--format", "Form of the output; csv holds data only.", "table", "csv");
        var verb = new Verb("silicon", "Compare simulated with measured kernels of real machines, and with the derated roofline.",
            "accelsim verify silicon", "accelsim verify silicon --format csv")
        { data, machine, skip, half, constants, calibrate, output, format };
        verb.SetAction(parsed =>
        {
            var inputs = new SiliconInputs(session, parsed.GetValue(machine) ?? []);
            string[] files = parsed.GetValue(data) ?? [];
            bool usual = files.Length == 0;
            if (usual)
            {
                (files, ImmutableArray<string> absent) = SiliconInputs.UsualFiles(session);
                foreach (string name in absent) session.Terminal.Error.WriteLine($"skipped: {name}: no such data; set ACCELSIM_DATA to the folder that holds it");
            }
            ImmutableArray<MeasuredKernel> rows = inputs.Rows(files, parsed.GetValue(skip));
            if (parsed.GetValue(calibrate) is { } target)
                return SiliconCalibrating.Run(session, inputs, rows, target);
            string which = parsed.GetValue(half) is "default" or null ? (usual ? "report" : "both") : parsed.GetValue(half)!;
            return Score(session, inputs, rows, inputs.Library(parsed.GetValue(constants)), which, parsed.GetValue(output), parsed.GetValue(format) == "table");
        });
        return verb;
    }

    private static int Score(Session session, SiliconInputs inputs, ImmutableArray<MeasuredKernel> rows, KernelLibrary library, string half, string? output, bool table)
    {
        using OutputDirectory? directory = output is null ? null : new OutputDirectory(output);
        var scorer = new KernelScorer(inputs.Machine, library);
        MeasuredKernel[] chosen = [.. rows.Where(r => half == "both" || r.Shape.Calibrates == (half == "calibration"))];
        var watch = Stopwatch.StartNew();
        var scored = ImmutableArray.CreateBuilder<ScoredKernel>();
        foreach (MeasuredKernel row in chosen)
        {
            session.Terminal.Stop.ThrowIfCancellationRequested();
            if (scorer.Score(row) is { } kernel) scored.Add(kernel);
        }
        double seconds = watch.Elapsed.TotalSeconds;
        ImmutableArray<AccuracyLine> lines = AccuracyLine.Table(scored);
        session.Terminal.Out.Write(table ? SiliconReport.Table(lines, session.Terminal.Width) : SiliconReport.Csv(lines));
        if (table && scored.Count > 0) session.Terminal.Out.Write("\n" + SiliconReport.Worst(scored));
        session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{scored.Count} rows scored ({half switch { "both" => "both halves", _ => $"the {half} half" }}), {scored.Count / Math.Max(seconds, 1e-6):F0} rows/s"));
        if (chosen.Length > scored.Count)
            session.Terminal.Error.WriteLine($"{chosen.Length - scored.Count} rows not scored: their machine lacks the units or links that the row needs");
        foreach (string name in scored.Select(s => s.Machine).Distinct().Where(n => inputs.Machine(n).Silicon == Silicon.None))
            session.Terminal.Error.WriteLine($"{name}: its file has no silicon section; timed as if the kernels of NVIDIA GPUs ran on it, no accuracy is claimed");
        if (directory is not null && scored.Count > 0) SiliconReport.Write(directory, lines, scored.ToImmutable());
        return ExitCode.Done;
    }
}
