using System.Reflection;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine.Timing.Reference;
using NUnit.Framework;

namespace AccelSim.Tests.House;

/// <summary>Catalogues are explicit lists; each is complete.</summary>
public sealed class CatalogueTests
{
    [Test]
    public void Every_metric_is_listed_once_in_the_order_of_declaration()
    {
        Metric[] declared = [.. typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static)
            .SelectMany(f => f.GetValue(null) switch
            {
                Metric one => [one],
                IEnumerable<Metric> many when f.Name != nameof(Metrics.All) => many,
                _ => Enumerable.Empty<Metric>(),
            })];
        Assert.That(declared, Is.EqualTo(Metrics.All));
        Assert.That(Metrics.All.Select(m => m.Name), Is.Unique);
        Assert.That(Metrics.All.Select(m => m.Ordinal), Is.EqualTo(Enumerable.Range(0, Metrics.All.Length)));
    }

    [TestCaseSource(typeof(Metrics), nameof(Metrics.All))]
    public void A_metric_has_a_sentence_and_is_found_by_its_name(Metric metric)
    {
        Assert.That(metric.Description, Does.EndWith("."));
        Assert.That(Metrics.Find(metric.Name), Is.SameAs(metric));
    }

    [Test]
    public void Every_stall_cause_has_its_column([Values] StallCause cause) =>
        Assert.That(Metrics.Stalls[(int)cause].Name, Is.EqualTo($"stall_{Metrics.Snake(cause)}_cycles"));

    [Test]
    public void Every_counter_is_compared()
    {
        FieldInfo[] fields = [.. typeof(OperationCounters).GetFields(BindingFlags.Public | BindingFlags.Instance)];
        string[] named = [.. new OperationCounters().All().Select(c => c.Name)];
        Assert.That(fields.Select(f => f.Name), Is.SubsetOf(named));
        Assert.That(named, Has.Length.EqualTo(fields.Length + Enum.GetValues<StallCause>().Length));
    }

    [Test]
    public void Both_engines_handle_every_kind_of_step([Values] StepKind kind)
    {
        Step step = kind switch
        {
            StepKind.Load => Make.Load(0, 64),
            StepKind.Tensor => Make.Tensor(3),
            StepKind.Vector => Make.Vector(5),
            StepKind.Exchange => Make.Exchange(64),
            StepKind.Store => Make.Store(0, 64),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a new kind of step needs its case here"),
        };
        OperationCounters fast = FastEngine.Run(TinyMachine.Default, [Make.Plain], [step]);
        Assert.That(fast.Steps, Is.EqualTo(1));
        Assert.That(fast.Cycles, Is.Positive);
        Assert.That(fast.All(), Is.EqualTo(ReferenceEngine.Run(TinyMachine.Default, [Make.Plain], [step]).All()));
    }
}
