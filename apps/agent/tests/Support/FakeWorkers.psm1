# Collecting processes that only exist on a clock of the test's own, so that hours of waiting take no time. Each needs
# a while before it begins, takes the collectors in turn as Write-GfaFactFile does, and stays at one that hangs.
function New-FakeWorld {
    param([string[]]$Name, [string[]]$Hanging, [double]$StartSeconds, [double]$CollectSeconds)
    @{
        Name = $Name; Hanging = $Hanging; StartSeconds = $StartSeconds; CollectSeconds = $CollectSeconds
        Begun = [datetime]'2026-11-24T00:00:00Z'; Seconds = 0.0; Files = [Collections.Generic.HashSet[string]]::new(); Workers = @()
    }
}

function Add-FakeWorker {
    param([hashtable]$World)
    $worker = [pscustomobject]@{ HasExited = $false; Collector = $null; NextAt = $World.Seconds + $World.StartSeconds }
    $World.Workers += $worker
    $worker
}

# What one of them does next: puts down what it has, takes what nobody has taken.
function Step-FakeWorker {
    param([hashtable]$World, $Worker)
    if ($Worker.Collector) { $null = $World.Files.Add("$($Worker.Collector).json") }
    $Worker.Collector = $null
    foreach ($name in $World.Name) { if (-not $World.Files.Contains("$name.claim")) { $Worker.Collector = $name; break } }
    if ($null -eq $Worker.Collector) { $Worker.HasExited = $true; return }
    $null = $World.Files.Add("$($Worker.Collector).claim")
    $Worker.NextAt += if ($World.Hanging -contains $Worker.Collector) { [double]::PositiveInfinity } else { $World.CollectSeconds }
}

function Step-FakeClock {
    param([hashtable]$World, [double]$Seconds)
    $World.Seconds += $Seconds
    while ($true) {
        $next = $null
        foreach ($worker in $World.Workers) { if (-not $worker.HasExited -and ($null -eq $next -or $worker.NextAt -lt $next.NextAt)) { $next = $worker } }
        if ($null -eq $next -or $next.NextAt -gt $World.Seconds) { return }
        Step-FakeWorker -World $World -Worker $next
    }
}

# How long the module waits on such a host, in seconds of its clock, and what it gave up.
function Measure-FakeCollection {
    param([string[]]$Name, [string[]]$Hanging, [double]$StartSeconds, [double]$CollectSeconds)
    $world = New-FakeWorld -Name $Name -Hanging $Hanging -StartSeconds $StartSeconds -CollectSeconds $CollectSeconds
    $ended = & (Get-Module GuardedFabricAgent) {
        param($world)
        function Get-Date { $world.Begun.AddSeconds($world.Seconds) }
        function Start-Sleep { param($Milliseconds) Step-FakeClock -World $world -Seconds ($Milliseconds / 1000) }
        function Get-ChildItem { $world.Files }
        function Start-GfaWorker { Add-FakeWorker -World $world }
        function Stop-GfaWorker { param($Name) foreach ($worker in $world.Workers) { if ($Name -contains $worker.Collector) { $worker.HasExited = $true } } }
        Wait-GfaCollection -Name $world.Name -Folder 'none'
    } $world
    @{ Seconds = $world.Seconds; Ended = @($ended.Keys | Sort-Object); Unread = @($Name | Where-Object { -not $world.Files.Contains("$_.json") } | Sort-Object); Workers = $world.Workers.Count }
}
Export-ModuleMember -Function Measure-FakeCollection, Step-FakeClock, Add-FakeWorker
