using AccelSim.Input;
using AccelSim.Input.Yaml;

namespace AccelSim.Tests.Input;

/// <summary>The repository as an installation, and short forms for tests of readers.</summary>
internal static class Installation
{
    public static InputFiles Files { get; } = InputFiles.Find();

    /// <summary>Reads a text as a file of a kind.</summary>
    public static ReadResult<T> Read<T>(FileKind<T> kind, string text, params string[] sets) where T : class =>
        YamlParser.Parse(text, "test.yaml").Then(document => kind.Read(document, [.. sets.Select(Set)], Files));

    public static Override Set(string text) => Override.Parse(text).Value ?? throw new ArgumentException(text);

    /// <summary>Problems in the form of the contract.</summary>
    public static string[] Messages<T>(ReadResult<T> result) where T : class => [.. result.Problems.Select(p => p.ToString())];
}
