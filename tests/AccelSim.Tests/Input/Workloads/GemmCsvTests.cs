using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

public sealed class GemmCsvTests
{
    [Test]
    public void Rows_take_the_formats_they_name_and_the_plans_otherwise()
    {
        ReadResult<GemmList> read = Read("name,M,N,K,count,weights,activations,output\na,1,2,3,4,int4(g=128),,fp16\n,5,6,7,,,fp8_e4m3,\n");
        Assert.That(read.Value!.Gemms.Select(Text), Is.EqualTo(new[]
        {
            "4x a 1x2x3 int4(g=128) int8 fp16",
            "1x gemm_1 5x6x7 int4 fp8_e4m3 bf16",
        }));
    }

    [Test]
    public void A_scale_sim_gemm_topology_is_a_list() =>
        Assert.That(Read("Layer, M, N, K,\nFF1, 128, 1024, 512,\n").Value!.Gemms.Select(Text), Is.EqualTo(new[] { "1x FF1 128x1024x512 int4 int8 bf16" }));

    [Test]
    public void A_batch_of_a_scale_sim_topology_is_a_count_and_its_sparsity_must_be_none()
    {
        Assert.That(Read("Layer name, M, N, K, Batch,\nheads, 8, 16, 32, 12,\n").Value!.Gemms.Select(Text), Is.EqualTo(new[] { "12x heads 8x16x32 int4 int8 bf16" }));
        Assert.That(Read("Layer name, M, N, K, Sparsity,\na, 8, 16, 32, 1:1,\nb, 8, 16, 32, 4:4,\n").Ok);
        Assert.That(Installation.Messages(Read("Layer name,M,N,K,Sparsity,\na,3,5,16,3:4,\n")).Single(), Does.StartWith("list.csv:2:10: sparsity: '3:4' is not allowed; 1:1 is needed"));
    }

    [Test]
    public void A_depthwise_layer_of_scale_sim_runs_once_per_channel() => Assert.That(
        Read("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nConvDP, 9, 9, 3, 3, 64, 1, 2,\n").Value!.Gemms.Select(Text),
        Is.EqualTo(new[] { "64x ConvDP 16x1x9 int4 int8 bf16" }));

    [Test]
    public void A_scale_sim_convolution_is_lowered_by_im2col()
    {
        var alexnet = (GemmList)WorkloadReading.Good("alexnet-conv");
        // Published: 105, 448 and 150 million (per two groups half of it), 224, 150 million multiplications; the first is SCALE-Sim's 3025 x 96 x 363.
        Assert.That(alexnet.Gemms.Select(g => ((GemmOperation)g.Operation).Shapes.Single()), Is.EqualTo(new[]
        {
            new GemmShape(1, 3025, 96, 363), new GemmShape(1, 729, 256, 2400), new GemmShape(1, 169, 384, 2304),
            new GemmShape(1, 169, 384, 3456), new GemmShape(1, 169, 256, 3456),
        }));
    }

    [Test]
    public void Output_pixels_are_counted_as_a_walk_over_the_ifmap_counts_them() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 60], Gen.Int[1, 5]).Sample((filter, more, stride) =>
        {
            int ifmap = filter + more;
            int steps = 1;
            for (int start = 0; start + filter < ifmap; start += stride)
                steps++;
            ReadResult<GemmList> read = Read($"Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nc, {ifmap}, {filter}, {filter}, {filter}, 3, 8, {stride},\n");
            Assert.That(((GemmOperation)read.Value!.Gemms.Single().Operation).Shapes.Single(), Is.EqualTo(new GemmShape(1, steps, 8, 3L * filter * filter)));
        }, iter: 100);

    [Test]
    public void All_problems_are_reported_with_line_character_and_column() =>
        Assert.That(Installation.Messages(Read("name,m,n,k,weights\na,0,2,3,int8\nb,1,x,3,int9\nc,1,2\n")), Is.EqualTo(new[]
        {
            "list.csv:2:3: m: '0' is not allowed; a whole number from 1 to 1000000000 is needed",
            "list.csv:3:5: n: 'x' is not allowed; a whole number from 1 to 1000000000 is needed",
            "list.csv:3:9: weights: unknown format 'int9'; did you mean 'int8'?",
            "list.csv:4:7: k: is empty; a whole number from 1 to 1000000000 is needed",
        }));

    [TestCase("", "list.csv: is empty")]
    [TestCase("name,m,n,k\n", "list.csv: has a header and no rows")]
    [TestCase("name,m,n\na,1,2\n", "list.csv:1:1: k: the column is missing; a list of GEMMs has name, m, n, k")]
    [TestCase("name,m,n,k,wieghts\na,1,2,3,int8\n", "wieghts: unknown column; did you mean 'weights'?")]
    [TestCase("m,n,k,m\n1,2,3,4\n", "m: occurs twice")]
    [TestCase("name,m,n,k\na,1000000000,1000000000,1000000000\n", "m x n x k = 1000000000000000000000000000")]
    [TestCase("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nc,3,3,5,5,1,1,1,\n", "ifmap height: is 3, smaller than the filter of 5")]
    [TestCase("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\nc,900000000,900000000,900000000,900000000,900000000,1,1,\n", "lowers to a GEMM with an extent of 729000000000000000000000000")]
    [TestCase("Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter,\nc,3,3,3,3,1,1,\n", "strides: the column is missing")]
    public void A_list_that_will_not_do_is_explained(string text, string message) =>
        Assert.That(Installation.Messages(Read(text)), Has.Some.Contains(message));

    [Test]
    public void A_flood_of_problems_is_cut_off() =>
        Assert.That(Installation.Messages(Read("m,n,k\n" + string.Concat(Enumerable.Repeat("0,1,1\n", 500)))), Has.Length.EqualTo(101).And.Some.EqualTo("list.csv: and 400 more problems"));

    [Test]
    public void A_file_that_is_not_there_is_reported() =>
        Assert.That(WorkloadReading.Problems("nowhere/list.csv"), Is.EqualTo(new[] { "nowhere/list.csv: no such file" }));

    [Test]
    public void Keys_of_a_model_mean_nothing_beside_a_list() =>
        Assert.That(WorkloadReading.Problems("square-gemms", "batch=4"), Has.One.Contains("batch: has no meaning for a list of GEMMs"));

    [Test]
    public void Whatever_the_bytes_are_reading_gives_gemms_or_problems() =>
        Gen.Select(Gen.OneOf("name,m,n,k\n", "m,n,k,weights,count\n", "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,\n", ""),
            Gen.String["0123456789,,,,\n\n\"- abi(=)8"]).Sample((header, rows) =>
        {
            ReadResult<GemmList> read = Read(header + rows);
            return read.Ok ? !read.Value.Gemms.IsEmpty && read.Value.Expand().ResidentBytes > 0 : !read.Problems.IsEmpty;
        }, iter: 300);

    private static string Text(RepeatedOperation repeated)
    {
        var gemm = (GemmOperation)repeated.Operation;
        GemmShape shape = gemm.Shapes.Single();
        return $"{repeated.Repeats}x {gemm.Name} {shape.M}x{shape.N}x{shape.K} {gemm.Weights} {gemm.Activations} {gemm.Output}";
    }

    private static ReadResult<GemmList> Read(string text)
    {
        string folder = Directory.CreateTempSubdirectory("accelsim-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "list.csv"), text);
            var context = new ReadContext(Installation.Files) { Beside = folder };
            FormatPlan plan = new() { Weights = Tests.Model.Workloads.WorkloadGen.Parse("int4"), Activations = Tests.Model.Workloads.WorkloadGen.Parse("int8") };
            return context.Result(GemmCsv.Read("list", "list.csv", plan, context));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
