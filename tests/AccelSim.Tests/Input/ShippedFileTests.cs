using System.Text.Json;
using AccelSim.Input;
using AccelSim.Input.Formats;
using AccelSim.Input.Machines;
using AccelSim.Input.Mappings;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Yaml;
using AccelSim.Model.Mappings;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class ShippedFileTests
{
    private static IEnumerable<FileKind> Kinds => FileKinds.All;

    private static IEnumerable<string> Files => FileKinds.All.SelectMany(kind => Installation.Files.Shipped(kind)).Select(path => Path.GetRelativePath(Installation.Files.Home, path));

    [TestCaseSource(nameof(Kinds))]
    public void The_committed_schema_is_the_one_that_the_declarations_give(FileKind kind)
    {
        string path = Path.Combine(Installation.Files.Home, "configs", "schema", Schemas.FileName(kind));
        Assert.That(File.Exists(path), Is.True, path);
        Assert.That(File.ReadAllText(path), Is.EqualTo(kind.Schema()));
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_schema_names_every_declared_key_and_is_of_the_2020_draft(FileKind kind)
    {
        string text = kind.Schema();
        using JsonDocument schema = JsonDocument.Parse(text);
        Assert.That(schema.RootElement.GetProperty("$schema").GetString(), Is.EqualTo("https://json-schema.org/draft/2020-12/schema"));
        foreach (string key in kind.Type.Paths().SelectMany(p => p.Split('.')).Where(k => k != "*").Distinct())
        {
            Assert.That(text, Does.Contain($"\"{key}\": {{"), key);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void A_shipped_file_refers_to_its_schema(string file)
    {
        string path = Path.Combine(Installation.Files.Home, file);
        string first = File.ReadLines(path).First();
        const string Reference = "# yaml-language-server: $schema=";
        Assert.That(first, Does.StartWith(Reference));
        Assert.That(File.Exists(Path.Combine(Path.GetDirectoryName(path)!, first[Reference.Length..])), Is.True, first);
    }

    [TestCaseSource(nameof(Files))]
    public void Lines_of_shipped_files_stay_within_160_columns(string file) =>
        Assert.That(File.ReadLines(Path.Combine(Installation.Files.Home, file)).Select(line => line.Length), Has.All.LessThanOrEqualTo(160));

    [Test]
    public void Shipped_formats_read_and_extend_the_catalogue()
    {
        ReadResult<InputFiles> files = Installation.Files.WithShippedFormats();
        Assert.That(Installation.Messages(files), Is.Empty);
        Assert.That(new[] { "mxint4", "fp8_e3m4", "w4sq", "a4sq" }.Select(files.Value!.Formats.Find), Has.None.Null);
    }

    [Test]
    public void Shipped_sweeps_read()
    {
        foreach (string path in Installation.Files.Shipped(SweepFile.Kind)) Assert.That(Installation.Messages(SweepFile.Kind.Load(path, [], Installation.Files)), Is.Empty, path);
    }

    [TestCaseSource(nameof(Kinds))]
    public void A_template_is_valid_as_written(FileKind kind)
    {
        string text = Template.Of(kind, "schema.json");
        YamlDocument document = YamlParser.Parse(text, "test.yaml").Value!;
        Assert.That(kind.Check(document, Installation.Files).Select(p => p.ToString()), Is.Empty, text);
    }

    [Test]
    public void A_machine_template_stays_valid_when_its_commented_blocks_are_uncommented()
    {
        string template = Template.Of(MachineFile.Kind, "schema.json");
        IEnumerable<string> lines = template.Split('\n').Select(line => System.Text.RegularExpressions.Regex.IsMatch(line, "^#  *([a-z_]+:|# )") ? line[2..] : line);
        ReadResult<AccelSim.Model.Machines.Machine> read = Installation.Read(MachineFile.Kind, string.Join('\n', lines));
        Assert.That(Installation.Messages(read), Is.Empty);
        Assert.That(read.Value!.SparseUnit, Is.Not.Null);
    }

    [Test]
    public void A_mapping_written_out_reads_back_equal()
    {
        var mapping = new Mapping { CoresM = 4, CoresN = 32, TileM = 128, TileN = 256, TileK = 64, Order = LoopOrder.NOuter, HoldWeights = true };
        Assert.That(Installation.Read(MappingFile.Kind, MappingFile.Kind.Write(mapping)).Value, Is.EqualTo(mapping));
    }
}
