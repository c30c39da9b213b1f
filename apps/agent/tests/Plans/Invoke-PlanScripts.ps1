# Runs the scripts of many plans against stubs, each as its operators would: group after group, host after host, and HGS's
# part where a script says that it is next. Prints, for each plan, every rule that a script broke.
param([string]$Mixtures, [string]$Stubs)
$ErrorActionPreference = 'Stop'

# What the stubs answer, and how each changes the world. A rule that is broken is written down where it is.
$answers = @{
    'Get-VM'                           = { param($bound, $world) $world.nodes[$world.here].vms.ToArray() }
    'Get-Service'                      = { param($bound, $world) if ($world.nodes[$world.here].cluster) { [pscustomobject]@{ Status = 'Running' } } }
    'Get-ClusterNode'                  = {
        param($bound, $world)
        $own = $world.nodes[$world.here].cluster
        foreach ($name in $world.nodes.Keys) {
            $node = $world.nodes[$name]
            if ($node.cluster -eq $own -and (-not $bound.Name -or $bound.Name -contains $name)) { [pscustomobject]@{ Name = $name; State = $node.state; DrainStatus = if ($node.state -eq 'Paused') { 'Completed' } else { 'NotInitiated' } } }
        }
    }
    'Get-HgsClientConfiguration'       = {
        param($bound, $world)
        $name = if ($bound.CimSession) { "$($bound.CimSession[0])" } else { $world.here }
        $node = $world.nodes[$name]
        $says = if ($node.restarts) { $node.saysThen } else { $node.says }
        [pscustomobject]@{
            AttestationStatus = if ($node.able) { 'Passed' } else { $says.status }; IsHostGuarded = $node.able
            AttestationSubstatus = if ($node.able) { 'NoInformation' } else { $says.checks }
            AttestationServerUrl = 'https://hgs.example/Attestation'; KeyProtectionServerUrl = 'https://hgs.example/KeyProtection'
        }
    }
    'Get-CimInstance'                  = {
        param($bound, $world)
        $memory = if ($world.fault -eq 'room') { 1MB } else { 64MB }
        [pscustomobject]@{ FreePhysicalMemory = $memory; AvailableSecurityProperties = 1, 2, 3 }
    }
    'Move-ClusterVirtualMachineRole'   = {
        param($bound, $world)
        $target = $world.nodes[$bound.Node]
        if (-not $target.able -or $target.state -ne 'Up') { $world.broken.Add("a VM of $($world.here) moves to $($bound.Node), which is not able") }
        $vms = $world.nodes[$world.here].vms
        $vm = $vms | Where-Object VMId -EQ $bound.VMId
        $null = $vms.Remove($vm)
        $target.vms.Add($vm)
    }
    'Suspend-ClusterNode'              = {
        param($bound, $world)
        $node = $world.nodes[$world.here]
        if ($node.vms.Count -gt 0 -and -not $world.nodes[$bound.TargetNode].able) { $world.broken.Add("roles of $($world.here) go to a node that is not able") }
        $node.state = 'Paused'
    }
    'Resume-ClusterNode'               = {
        param($bound, $world)
        $node = $world.nodes[$world.here]
        if (-not $node.able) { $world.broken.Add("$($world.here) comes back and is not able") }
        $node.state = 'Up'
    }
    'Restart-Computer'                 = {
        param($bound, $world)
        $node = $world.nodes[$world.here]
        if (@($node.vms | Where-Object State -EQ 'Running').Count -gt 0) { $world.broken.Add("$($world.here) restarts under running VMs") }
        $others = @($world.nodes.Keys | Where-Object { $_ -ne $world.here -and $world.nodes[$_].cluster -eq $node.cluster })
        if ($node.cluster) {
            if ($node.state -ne 'Paused') { $world.broken.Add("$($world.here) restarts without having been drained") }
            if ($node.able -and -not ($others | Where-Object { $world.nodes[$_].able })) { $world.broken.Add("$($world.here) was the last able node") }
            if ($others | Where-Object { $world.nodes[$_].state -eq 'Down' }) { $world.broken.Add("$($world.here) restarts while another node is down") }
        }
        $node.restarts++
        if ($node.restarts -gt 1) { $world.broken.Add("$($world.here) restarts twice") }
        $node.able = $node.becomesAble
    }
    'Get-BitLockerVolume'              = { param($bound, $world) $world.nodes[$world.here].volume }
    'Add-BitLockerKeyProtector'        = { param($bound, $world) $world.nodes[$world.here].volume.KeyProtector += [pscustomobject]@{ KeyProtectorType = 'RecoveryPassword'; KeyProtectorId = '{1}' } }
    'Backup-BitLockerKeyProtector'     = { param($bound, $world) $world.nodes[$world.here].isBackedUp = $true }
    'Enable-BitLocker'                 = {
        param($bound, $world)
        $node = $world.nodes[$world.here]
        if (-not $node.isBackedUp) { $world.broken.Add("$($world.here) is encrypted and its key is not backed up") }
        $node.volume.VolumeStatus = 'FullyEncrypted'
    }
    'Get-HgsAttestationBaselinePolicy' = { param($bound, $world) if ($world.isConfirmed) { $world.captured = $world.here } else { $world.broken.Add("$($world.here) is captured and nobody confirmed it") } }
    'Add-HgsAttestationTpmPolicy'      = { param($bound, $world) if (-not $world.captured) { $world.broken.Add('HGS registers what nobody captured') }; $world.isRegistered = $true }
    'Test-HgsClientConfiguration'      = { param($bound, $world) $node = $world.nodes[$world.here]; if ($node.needsBaseline -and $world.isRegistered) { $node.able = $true } }
    'Get-WindowsFeature'               = { param($bound) [pscustomobject]@{ InstallState = if ($bound.Name -eq 'BitLocker') { 'Installed' } else { 'Available' } } }
    'Get-FileHash'                     = { [pscustomobject]@{ Hash = 'A' * 64; Path = 'C:\hgs\file' } }
    'Get-PlatformIdentifier'           = { [xml]'<a><EK/></a>' }
    'Invoke-CimMethod'                 = { [pscustomobject]@{ ReturnValue = 0 } }
    'Get-ItemProperty'                 = { [pscustomobject]@{ PublicKey = [byte[]](1, 2, 3) } }
    'Get-Item'                         = { 'the certificate' }
}

$values = @{
    path = 'C:\hgs\policy.xml'; sha256 = 'A' * 64; hash = 'A' * 64; name = 'HV'; group = 'Guarded'; computer = 'HV$'
    configure = 'Set-DumpEncryptionConfiguration'; certificate = 'Cert:\LocalMachine\My\AB'; server = 'https://fabric.example'
    attestation = 'https://hgs.example/Attestation'; keyProtection = 'https://hgs.example/KeyProtection'
}

function New-World($Mixture) {
    $nodes = @{}
    foreach ($node in $Mixture.nodes) {
        $vms = [Collections.Generic.List[object]]::new()
        foreach ($state in @('Running') * $node.runningVms + @('Off') * $node.stoppedVms) {
            $vms.Add([pscustomobject]@{ Name = "vm$($vms.Count)"; State = $state; MemoryAssigned = 2GB; IsClustered = $true; VMId = [guid]::NewGuid() })
        }
        $nodes[$node.name] = @{
            cluster = $node.cluster; able = $node.able; state = $node.state; vms = $vms; becomesAble = $node.becomesAble; needsBaseline = $node.needsBaseline; says = $node.says; saysThen = $node.saysThen
            restarts = 0; isBackedUp = $false; volume = [pscustomobject]@{ VolumeStatus = 'FullyDecrypted'; ProtectionStatus = 'Off'; KeyProtector = @() }
        }
    }
    @{ nodes = $nodes; here = ''; fault = ''; isConfirmed = $Mixture.isConfirmed; captured = ''; isRegistered = $false; broken = [Collections.Generic.List[string]]::new() }
}

function New-Shell {
    $shell = [powershell]::Create()
    $null = $shell.AddScript('param($Module) $global:GfCalls = [Collections.ArrayList]::new(); Import-Module $Module; $env:SystemDrive = "C:"').AddArgument($Stubs).Invoke()
    $shell.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
    $shell
}

# One start of the script on one computer. Says what it called, how it ended, and where it wants to go on.
function Start-PlanScript($Run, [string]$Computer, [hashtable]$With) {
    $world = $Run.world
    $world.here = $Computer
    $env:COMPUTERNAME = $Computer
    $state = $Run.shell.Runspace.SessionStateProxy
    $calls = $state.GetVariable('GfCalls')
    $calls.Clear()
    $state.SetVariable('GfScenario', @{ Answers = $answers; State = $world; Fail = @($world.fault); FailAt = -1 })
    $Run.shell.Commands.Clear()
    $Run.shell.Streams.ClearStreams()
    $null = $Run.shell.AddCommand($Run.file)
    foreach ($key in $With.Keys) { $null = $Run.shell.AddParameter($key, $With[$key]) }
    $failure = $null
    $output = @()
    try { $output = @($Run.shell.Invoke()) } catch { $failure = "$($_.Exception.InnerException.Message)" }
    $Run.starts++
    $said = "$(@($output) | Select-Object -Last 1)"
    @{ Calls = @($calls); Failure = $failure; Said = $said; Next = if ($said -match '-From (\d+)') { [int]$Matches[1] } }
}

# A fault is a command that fails in this start. Nothing may be called after it.
function Start-Faulty($Run, [string]$Computer, [hashtable]$With) {
    $world = $Run.world
    $world.fault = "$($Run.faults[$Run.starts % $Run.faults.Count])"
    $ended = Start-PlanScript $Run $Computer $With
    $met = @($ended.Calls) | Where-Object { $world.fault -and "$_" -like "$($world.fault)*" }
    if ($met) {
        $Run.stopped++
        if (-not $ended.Failure) { $world.broken.Add("$Computer goes on after a failed $($world.fault)") }
        if ("$(@($ended.Calls)[-1])" -notlike "$($world.fault)*") { $world.broken.Add("$Computer calls $(@($ended.Calls)[-1]) after a failed $($world.fault)") }
    }
    if ($With.Part -ne 'Hgs' -and @($ended.Calls) -match '^Add-HgsAttestation') { $world.broken.Add("$Computer does what is HGS's") }
    $world.fault = ''
    $ended
}

function Test-DryRun($Run, [string]$Computer) {
    foreach ($with in @{}, @{ Run = $true; WhatIf = $true; Group = 1 }) {
        $ended = Start-PlanScript $Run $Computer $with
        if ($ended.Calls.Count -gt 0) { $Run.world.broken.Add("a dry run on $Computer calls $($ended.Calls[0])") }
        if ($ended.Failure) { $Run.world.broken.Add("a dry run on $Computer fails: $($ended.Failure)") }
    }
}

# One host through one group: its script, again from where it says, until it fails or has nothing more to say.
function Complete-Group($Run, $Group, [string]$Computer) {
    $from = @($Group.steps | Where-Object { $_.place -eq 'Host' -and $_.hosts -contains $Computer } | ForEach-Object number | Sort-Object)[0]
    while ($from -and $from -le $Group.steps.Count) {
        $ended = Start-Faulty $Run $Computer @{ Run = $true; Group = $Group.order; From = $from; Value = $values }
        if ($ended.Failure -or $null -eq $ended.Next) { $Run.failures += @($ended.Failure | Where-Object { $_ }); return }
        if ($ended.Next -le $from) { $Run.world.broken.Add("$Computer does not get on in group $($Group.order)"); return }
        $waiting = $Group.steps[$ended.Next - 2]
        if ($waiting.place -eq 'Hgs') { $null = Start-Faulty $Run 'HGS-01' @{ Run = $true; Part = 'Hgs'; Group = $Group.order; From = $waiting.number; Value = $values } }
        $from = $ended.Next
    }
}

# Somebody types the same once more. Where HGS judges the host and names none of what the group ends, nothing of it is done again.
function Test-Again($Run, $Group, [string]$Computer) {
    $node = $Run.world.nodes[$Computer]
    $judged = $node.able -or ($node.saysThen.status -eq 'InsecureHostConfiguration' -and $node.saysThen.checks)
    if (-not $Group.restart -or $node.restarts -ne 1 -or -not $judged) { return }
    $ended = Start-PlanScript $Run $Computer @{ Run = $true; Group = $Group.order; Value = $values }
    $acted = @($ended.Calls) -match '^(Restart-Computer|Suspend-|Move-|reg add|bcdedit)'
    if ($acted) { $Run.world.broken.Add("$Computer does $($acted[0]) again in group $($Group.order)") }
    if ($ended.Failure) { $Run.world.broken.Add("$Computer fails the second time in group $($Group.order): $($ended.Failure)") }
    $Run.again++
}

$results = foreach ($mixture in Get-Content -LiteralPath $Mixtures -Raw | ConvertFrom-Json) {
    $run = @{ world = New-World $mixture; shell = New-Shell; file = $mixture.file; faults = @($mixture.faults); starts = 0; stopped = 0; again = 0; failures = @() }
    try {
        $run.world.nodes['HGS-01'] = @{ cluster = $null; able = $false; state = 'Up'; vms = [Collections.Generic.List[object]]::new() }
        foreach ($name in $mixture.checked) { Test-DryRun $run $name }
        foreach ($group in $mixture.groups) { foreach ($name in $group.hosts) { Complete-Group $run $group $name; Test-Again $run $group $name } }
    }
    finally { $run.shell.Dispose() }
    $restarts = 0
    foreach ($node in $run.world.nodes.Values) { $restarts += [int]$node.restarts }
    @{ broken = @($run.world.broken); starts = $run.starts; stopped = $run.stopped; restarts = $restarts; again = $run.again; failures = $run.failures }
}
ConvertTo-Json @($results) -Depth 4 -Compress
