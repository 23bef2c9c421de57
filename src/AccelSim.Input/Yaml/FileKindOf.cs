using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>A kind of YAML file that gives a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">What is read.</typeparam>
public sealed class FileKind<T> : FileKind where T : class
{
    private readonly ObjectType<T> type;

    /// <param name="kind">Word after <c>kind:</c>.</param>
    /// <param name="folder">Folder of shipped files.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="declare">Finishes a declaration that begins with the header keys.</param>
    public FileKind(string kind, string folder, string description, Func<ObjectDeclaration<T>, ObjectType<T>> declare)
        : base(kind, folder, description)
    {
        var declaration = new ObjectDeclaration<T>($"a {kind} file");
        declaration.Required("accelsim", new IntType(SchemaVersion, SchemaVersion), _ => SchemaVersion, "Version of this schema.", "1");
        declaration.Required("kind", new EnumType<string>((kind, kind)), _ => kind, "What this file describes.", kind);
        type = declare(declaration);
    }

    public override YamlType Type => type;

    /// <summary>Finds, parses and reads a file.</summary>
    /// <param name="nameOrPath">A path, or the bare name of a shipped file.</param>
    /// <param name="overrides">Applied in order before reading.</param>
    /// <param name="files">The installation.</param>
    public ReadResult<T> Load(string nameOrPath, IReadOnlyList<Override> overrides, InputFiles files) =>
        files.Open(this, nameOrPath).Then(document => Read(document, overrides, files));

    /// <summary>Reads a parsed file; cheap enough to do once per point of a sweep.</summary>
    public ReadResult<T> Read(YamlDocument document, IReadOnlyList<Override> overrides, InputFiles files)
    {
        var context = new ReadContext(files) { Beside = document.Directory };
        context.Log.AddRange(document.Refusals);
        if (!CheckHeader(document.Root, context.Log)) return context.Result<T>(null);
        YamlMapping root = Overrides.Apply(document.Root, overrides, type, context.Log);
        type.TryRead(root, context, out T? value);
        return context.Result(value);
    }

    public override ImmutableArray<Problem> Check(YamlDocument document, InputFiles files) => Read(document, [], files).Problems;

    /// <summary>Whether a dotted key exists, or a message with a suggestion.</summary>
    public string? Fault(ReadOnlySpan<string> key) => Overrides.Fault(key, type);

    /// <summary>The YAML text that reads back to the value.</summary>
    public string Write(T value) => YamlText.Print((YamlMapping)type.ToNode(value)!);
}
