using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli;

/// <summary>The user's input is wrong: one line per problem, exit code 2, nothing written.</summary>
public sealed class BadInputException(ImmutableArray<string> problems) : Exception(string.Join('\n', problems))
{
    public BadInputException(string problem) : this([problem])
    {
    }

    /// <summary>Unwraps a reading or throws its problems.</summary>
    public static T Unless<T>(ReadResult<T> reading) where T : class =>
        reading.Ok ? reading.Value : throw new BadInputException([.. reading.Problems.Select(p => p.ToString())]);

    public ImmutableArray<string> Problems => problems;
}
