using System.Collections.Concurrent;
using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Engine.Functional.Models;
using AccelSim.Engine.Results;
using AccelSim.Input;
using AccelSim.Model.Machines;
using AccelSim.Model.Numerics;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Points;

/// <summary>Adds the metrics of accuracy that are asked for to the metrics of a step.</summary>
/// <param name="files">Where recorded data is looked for.</param>
/// <param name="errors">Whether the errors of linear layers are wanted.</param>
/// <param name="perplexity">Whether perplexity is.</param>
/// <param name="note">Told once why a metric stays empty, from any thread.</param>
internal sealed class AccuracyMeter(InputFiles files, bool errors, bool perplexity, Action<string> note)
{
    private readonly GemmAccuracy gemms = new();
    private readonly ConcurrentDictionary<(string Model, string Tokens), Lazy<ModelPerplexity?>> models = new();
    private readonly ConcurrentDictionary<string, bool> told = new();

    /// <summary>Recorded data of a relative path: as it stands, else below <see cref="RecordedData.Folder"/>.</summary>
    public static string Locate(InputFiles files, string path) =>
        Path.IsPathRooted(path) || File.Exists(path) ? path : Path.Combine(RecordedData.Folder(files), path);

    public void Measure(StepRun run, WorkloadStep step, Machine machine)
    {
        if (errors) StepAccuracy.Measure(run, step, machine, gemms);
        if (!perplexity) return;
        NumericsPlan plan = step.Numerics;
        if (plan.Model.Length == 0 || step.Formats is null) Tell("perplexity: the workload names no numerics.model; the column stays empty");
        else if (models.GetOrAdd((plan.Model, plan.Tokens), key => new Lazy<ModelPerplexity?>(() => Open(key.Model, key.Tokens))).Value is { } model)
        {
            if (model.WhyNot(plan, step.Formats) is { } reason) Tell($"perplexity: {reason}; the cell stays empty");
            else if (model.Of(plan, step.Formats) is var value && double.IsFinite(value)) run.Total.Set(Metrics.Perplexity, value);
        }
    }

    private ModelPerplexity? Open(string model, string tokens)
    {
        string modelPath = Locate(files, model), tokensPath = Locate(files, tokens);
        if (((string[])[modelPath, tokensPath]).FirstOrDefault(p => !File.Exists(p)) is { } absent)
        {
            Tell($"perplexity: {absent}: no such data; set ACCELSIM_DATA to the folder that holds it. The column stays empty");
            return null;
        }
        try
        {
            using StreamReader text = File.OpenText(tokensPath);
            return new ModelPerplexity(LlamaFile.Read(File.ReadAllBytes(modelPath)), TokenSequence.Read(text));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Tell($"perplexity: {modelPath} and {tokensPath}: {error.Message}. The column stays empty");
            return null;
        }
    }

    private void Tell(string text)
    {
        if (told.TryAdd(text, true)) note(text);
    }
}
