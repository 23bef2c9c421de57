using System.Globalization;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.ScaleSim;

/// <summary>The numbers of a configuration, and the machine around them. SCALE-Sim has no clock, no types and no DRAM; docs/SCALESIM.md gives the reasons of what stands here.</summary>
/// <param name="Name">run_name, or the file's.</param>
/// <param name="Rows">ArrayHeight.</param>
/// <param name="Cols">ArrayWidth.</param>
/// <param name="Dataflow">os, ws or is.</param>
/// <param name="SramKilobytes">Sum of the three memories, units of 1024 bytes.</param>
/// <param name="BytesPerCycle">Words of one byte per cycle between SRAM and DRAM; null for as many as are asked for.</param>
internal sealed record ScaleSimMachine(string Name, int Rows, int Cols, string Dataflow, long SramKilobytes, long? BytesPerCycle)
{
    /// <summary>A word of the widest type: the edges of the array read R + C words a cycle without a stall.</summary>
    private const int WidestWord = 4;

    /// <summary>The machine as a document whose values stand nowhere in particular.</summary>
    public YamlDocument Document(string source) => YamlParser.Parse(Text(), source)
        .Then(d => ReadResult<YamlDocument>.Good(new YamlDocument(source, (YamlMapping)Placed(d.Root, Position.Whole(source))))).Value!;

    private string Text()
    {
        string dataflow = Dataflow switch { "os" => "output-stationary", "ws" => "weight-stationary", _ => "input-stationary" };
        long edges = (long)Rows + Cols;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            accelsim: 1
            kind: machine
            name: {{Name}}
            description: A SCALE-Sim configuration.
            compatibility: scalesim
            clock: 1 GHz
            cores: 1
            tensor_unit:
              kind: systolic
              rows: {{Rows}}
              cols: {{Cols}}
              dataflow: {{dataflow}}
              macs_per_cycle: {int4xint4: 1 per element, int8xint8: 1 per element, fp8_e4m3xfp8_e4m3: 1 per element, fp16xfp16: 1 per element, bf16xbf16: 1 per element, fp32xfp32: 1 per element}
              pipeline_depth: 1
              overlap_folds: false
            vector_unit: {add_per_cycle: {{Cols}}, multiply_per_cycle: {{Cols}}, exp_per_cycle: {{Math.Max(1, Cols / 8)}}, convert_per_cycle: {{Cols}}}
            scratchpad: {capacity: {{SramKilobytes}} KiB, banks: {{Math.Min(edges, 65_536)}}, ports: 2, bank_bandwidth: {{WidestWord * ((edges + 65_535) / 65_536)}} B/cycle}
            shared_buffer: {capacity: 64 KiB, banks: 16, bank_bandwidth: {{Math.Max(32, WidestWord * edges / 16)}} B/cycle}
            network: {core_bandwidth: {{BytesPerCycle ?? WidestWord * edges}} B/cycle}
            memory: {standard: hbm2, channels: 8}

            """);
    }

    private static YamlNode Placed(YamlNode node, Position at) => node switch
    {
        YamlMapping mapping => new YamlMapping(at, [.. mapping.Entries.Select(e => new YamlEntry(e.Key, at, Placed(e.Value, at)))]),
        _ => node with { At = at },
    };
}
