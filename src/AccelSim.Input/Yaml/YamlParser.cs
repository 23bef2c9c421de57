using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AccelSim.Input.Yaml;

/// <summary>
/// Turns text into nodes with positions. Anchors, aliases, tags, merge keys and several documents are refused: a value should
/// stand where it is read, and a reader should not need to know YAML's darker corners.
/// </summary>
public static class YamlParser
{
    /// <summary>Nesting deeper than this is a mistake or an attack.</summary>
    private const int MaxDepth = 64;

    /// <summary>Files longer than this many bytes are not descriptions.</summary>
    private const long MaxBytes = 64L << 20;

    /// <summary>Reads and parses a file.</summary>
    /// <param name="path">Path as the user named it; messages repeat it.</param>
    public static ReadResult<YamlDocument> Load(string path)
    {
        ReadResult<string> text = LoadText(path);
        return text.Then(t => Parse(t, path));
    }

    /// <summary>Parses a text.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">Name for messages.</param>
    public static ReadResult<YamlDocument> Parse(string text, string source)
    {
        var log = new ProblemLog();
        var events = new Parser(new StringReader(text));
        try
        {
            YamlNode? root = new Walk(events, source, log).Root();
            if (root is YamlMapping mapping) return ReadResult<YamlDocument>.Good(new YamlDocument(source, mapping) { Refusals = log.Sorted() });
            if (root is YamlScalar { IsNull: true } or null) log.Add(new Position(source, 1, 1), "the file is empty; it must begin with 'accelsim: 1'");
            else if (root is not (YamlMapping or YamlRefused)) log.Add(root.At, $"the file holds {root.InWords}; it must hold keys, beginning with 'accelsim: 1'");
        }
        catch (YamlException error)
        {
            log.Add(SyntaxPosition(error, text, source), $"not valid YAML: {InOurWords(error)}");
        }
        return ReadResult<YamlDocument>.Bad(log.Sorted());
    }

    /// <summary>Parses one value, as an override or a command-line argument carries it: plain text, or a list or block in flow style.</summary>
    public static ReadResult<YamlNode> ParseValue(string text, string source)
    {
        if (text.Length == 0 || !(text[0] is '[' or '{' or '"' or '\'')) return ReadResult<YamlNode>.Good(new YamlScalar(Position.Whole(source), text.Trim()));
        var log = new ProblemLog();
        try
        {
            YamlNode? root = new Walk(new Parser(new StringReader(text)), source, log) { WithoutLines = true }.Root();
            if (root is not null && log.IsEmpty) return ReadResult<YamlNode>.Good(root);
        }
        catch (YamlException error)
        {
            log.Add(Position.Whole(source), $"not valid YAML: {InOurWords(error)}");
        }
        return ReadResult<YamlNode>.Bad(log.Sorted());
    }

    internal static ReadResult<string> LoadText(string path)
    {
        try
        {
            if (Directory.Exists(path)) return Unreadable(path, "is a directory; a YAML file is needed");
            var file = new FileInfo(path);
            if (!file.Exists) return Unreadable(path, "no such file");
            if (file.Length > MaxBytes) return Unreadable(path, $"is larger than {MaxBytes >> 20} MiB");
            byte[] bytes = File.ReadAllBytes(path);
            ReadOnlySpan<byte> content = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes;
            return ReadResult<string>.Good(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content));
        }
        catch (DecoderFallbackException)
        {
            return Unreadable(path, "is not UTF-8 text");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unreadable(path, $"cannot be read: {error.Message}");
        }
    }

    private static ReadResult<string> Unreadable(string path, string why) => ReadResult<string>.Bad(new Problem(Position.Whole(path), "", why));

    private static bool IsAboutTabs(YamlException error) => error.Message.Contains(" tab ", StringComparison.Ordinal);

    private static string InOurWords(YamlException error)
    {
        if (IsAboutTabs(error)) return "a tab stands in the indentation; blocks are indented with blanks";
        string words = error.Message.TrimEnd('.');
        return words.Length == 0 ? "it cannot be parsed" : char.ToLowerInvariant(words[0]) + words[1..];
    }

    /// <summary>Where the parser stopped; for a tab, the tab, because the parser names the value before it.</summary>
    private static Position SyntaxPosition(YamlException error, string text, string source)
    {
        var at = new Position(source, Number(error.Start.Line), Number(error.Start.Column));
        if (!IsAboutTabs(error)) return at;
        string[] lines = text.Split('\n');
        for (int i = at.Line - 1; i < lines.Length; i++)
        {
            int tab = lines[i].IndexOf('\t', StringComparison.Ordinal);
            if (tab >= 0 && string.IsNullOrWhiteSpace(lines[i][..tab])) return at with { Line = i + 1, Column = tab + 1 };
        }
        return at;
    }

    private static int Number(long value) => (int)Math.Clamp(value, 1, int.MaxValue);

    private sealed class Walk(Parser events, string source, ProblemLog log)
    {
        /// <summary>Overrides have no lines worth naming.</summary>
        public bool WithoutLines { get; init; }

        public YamlNode? Root()
        {
            Advance(); // stream start
            Advance();
            if (events.Current is StreamEnd) return null;
            Advance(); // past document start
            YamlNode root = Node(0);
            Advance(); // past document end
            if (events.Current is DocumentStart second) log.Add(At(second), "a second document begins here; one file holds one document");
            return root;
        }

        private YamlNode Node(int depth)
        {
            ParsingEvent start = events.Current!;
            Position at = At(start);
            if (depth > MaxDepth) throw new YamlException(start.Start, start.End, $"Blocks are nested more than {MaxDepth} deep");
            if (start is AnchorAlias alias)
            {
                Advance();
                log.Add(at, $"alias '*{alias.Value}' is refused; write the value out");
                return new YamlRefused(at);
            }
            if (start is NodeEvent { Anchor.IsEmpty: false } anchored) log.Add(at, $"anchor '&{anchored.Anchor}' is refused; write values out where they are used");
            if (start is NodeEvent { Tag.IsEmpty: false } tagged) log.Add(at, $"tag '{tagged.Tag}' is refused; types follow from the key");
            switch (start)
            {
                case Scalar scalar:
                    Advance();
                    return new YamlScalar(at, scalar.Value, scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
                case SequenceStart:
                    return Sequence(at, depth);
                case MappingStart:
                    return Mapping(at, depth);
                default:
                    throw new YamlException(start.Start, start.End, "A value is expected here");
            }
        }

        private YamlSequence Sequence(Position at, int depth)
        {
            Advance();
            var items = ImmutableArray.CreateBuilder<YamlNode>();
            while (events.Current is not SequenceEnd) items.Add(Node(depth + 1));
            Advance();
            return new YamlSequence(at, items.ToImmutable());
        }

        private YamlMapping Mapping(Position at, int depth)
        {
            Advance();
            var entries = ImmutableArray.CreateBuilder<YamlEntry>();
            var lines = new Dictionary<string, int>(StringComparer.Ordinal);
            while (events.Current is not MappingEnd)
            {
                YamlNode keyNode = Node(depth + 1);
                string key = keyNode is YamlScalar scalar ? scalar.Text : "";
                if (keyNode is not (YamlScalar or YamlRefused)) log.Add(keyNode.At, $"a key must be a single text, not {keyNode.InWords}");
                log.Enter(key);
                YamlNode value = Node(depth + 1);
                if (keyNode is YamlScalar && !lines.TryAdd(key, keyNode.At.Line)) log.Add(keyNode.At, $"the key occurs twice, first on line {lines[key]}; keep one");
                else if (keyNode is YamlScalar) entries.Add(new YamlEntry(key, keyNode.At, value));
                log.Leave();
            }
            Advance();
            return new YamlMapping(at, entries.ToImmutable());
        }

        /// <summary>The scanner throws what it likes on some malformed texts; here all of that is a syntax error.</summary>
        private void Advance()
        {
            try
            {
                events.MoveNext();
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or OverflowException or FormatException)
            {
                Mark at = events.Current?.End ?? new Mark(0, 1, 1);
                throw new YamlException(at, at, "After this the text cannot be parsed", error);
            }
        }

        private Position At(ParsingEvent e) => WithoutLines ? Position.Whole(source) : new Position(source, Number(e.Start.Line), Number(e.Start.Column));
    }
}
