using System.Reflection;
using Xunit;

namespace Sessions.Contract;

/// <summary>Keeps an engine from passing by leaving cases out.</summary>
public static class Compliance
{
    /// <summary>Asserts that an engine's test assembly derives from every group of cases.</summary>
    public static void AssertRunsEveryGroup(Assembly engineTests)
    {
        var groups = typeof(StoreCases)
            .Assembly.GetTypes()
            .Where(type => type.IsAbstract && type.BaseType == typeof(StoreCases));
        var run = engineTests
            .GetTypes()
            .Where(type => type is { IsAbstract: false, IsPublic: true })
            .Select(type => type.BaseType);
        Assert.Empty(groups.Except(run).Select(group => group!.Name));
    }
}
