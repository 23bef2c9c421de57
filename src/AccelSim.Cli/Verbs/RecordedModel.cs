using System.Collections.Immutable;
using AccelSim.Cli.Points;
using AccelSim.Engine.Functional.Models;
using AccelSim.Engine.Functional.Models.Checks;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Cli.Verbs;

/// <summary>The small trained model among the recorded data, and what is checked about it.</summary>
internal static class RecordedModel
{
    /// <summary>Name of its folder under <c>ACCELSIM_DATA</c>.</summary>
    public const string Name = "tinyllama";

    /// <summary>Its checks; null where it is not there.</summary>
    /// <exception cref="BadInputException">A file is truncated or of another kind.</exception>
    public static ImmutableArray<NumericCheck>? Checks(Session session)
    {
        string folder = Path.Combine(RecordedData.Folder(session.Files), Name), model = Path.Combine(folder, "stories260K.bin"), tokens = Path.Combine(folder, "tokens.csv");
        if (!File.Exists(model) || !File.Exists(tokens)) return null;
        LlamaWeights weights = Try(model, () => LlamaFile.Read(File.ReadAllBytes(model)));
        return ModelChecks.All(weights, Try(tokens, () =>
        {
            using StreamReader text = File.OpenText(tokens);
            return TokenSequence.Read(text);
        }));
    }

    private static T Try<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: {e.Message}");
        }
    }
}
