# Every collector hanging, whatever it is that it asks: said of it, and no other harmed. Each costs a process, so that
# a push has those that hang in different ways.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/CollectorCases.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $groups = @(Get-HangGroup)[0..((Get-RunCount -Push 1 -Long 5) - 1)]
    $hangs = foreach ($number in 0..($groups.Count - 1)) { foreach ($name in $groups[$number]) { @{ Collector = $name; Group = $number } } }
}

BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/CollectorCases.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $table = Get-CollectorCase
    $collectors = InModuleScope GuardedFabricAgent { @((Get-GfaCollectorTable).Keys) }
    # A policy file that never ends to be opened.
    $roots = @{ HANGING = "$TestDrive/HANGING" }
    $null = New-Item "$TestDrive/HANGING/System32/CodeIntegrity" -ItemType Directory
    & mkfifo "$TestDrive/HANGING/System32/CodeIntegrity/SIPolicy.p7b"
    & cp "$PSScriptRoot/../Stubs/SystemRoot/System32/w32tm.exe" "$TestDrive/HANGING/System32/w32tm.exe"
}

Describe 'a collector that hangs' {
    BeforeAll {
        $groups = foreach ($group in @(Get-HangGroup)[0..((Get-RunCount -Push 1 -Long 5) - 1)]) {
            $given = @{}
            foreach ($name in $group) { if ($table[$name].Environment) { $given += $table[$name].Environment } }
            @{
                stubHost = New-StubHost -Change {
                    param($changed)
                    $changed['hang'] = @()
                    $changed.registry['hang'] = '^nothing$'
                    foreach ($name in $group) { $null = & $table[$name].Hang $changed }
                }
                environment = Get-CaseEnvironment $given -Root $roots
                hanging = @(@($group) + @($group | ForEach-Object { $table[$_].Also }) | Where-Object { $_ } | Sort-Object -Unique)
                names = @(@($group) + @($collectors | Where-Object { $_ -ne 'diagnostics' }) | Sort-Object -Unique)
            }
        }
        ConvertTo-Json @($groups) -Depth 5 | Set-Content "$TestDrive/groups.json"
        $hung = Invoke-AgentScript -Without GfNone -Environment @{ GF_TEST_GROUPS = "$TestDrive/groups.json" } {
            foreach ($group in Get-Content $env:GF_TEST_GROUPS -Raw | ConvertFrom-Json) {
                Set-StubHost -Path $group.stubHost
                foreach ($variable in $group.environment.PSObject.Properties) { Set-Item "env:$($variable.Name)" $variable.Value }
                & (Get-Module GuardedFabricAgent) {
                    param($group)
                    # The time that each is given is not what is tested here. One that hangs unforeseen is an error soon.
                    function Test-GfaCollectorLate {
                        param($Name, $ClaimedAt)
                        $patience = if ($group.hanging -contains $Name) { 0.3 } else { 60 }
                        ((Get-Date) - $ClaimedAt).TotalSeconds -gt $patience
                    }
                    @{ facts = (Invoke-GfaCollection -Name $group.names -WorkPath (Get-GfaTemporaryPath)); hanging = $group.hanging }
                } $group
            }
        }
    }

    It 'is each of them, in one group or another' {
        @(Get-HangGroup | ForEach-Object { $_ }) | Sort-Object | Should -Be ($collectors | Sort-Object)
    }

    It 'is said to have hung: <Collector>' -ForEach $hangs {
        $fact = $hung[$Group].facts.$Collector | ConvertFrom-Json
        $fact.status, $fact.reason | Should -Be @('failed', "$Collector did not answer in time.")
    }

    It 'costs no other: group <_>' -ForEach (0..($groups.Count - 1)) {
        foreach ($property in $hung[$_].facts.PSObject.Properties) {
            if ($hung[$_].hanging -contains $property.Name) { continue }
            ($property.Value | ConvertFrom-Json).status | Should -Be ok -Because $property.Name
        }
    }
}

Describe 'when it is over' -Skip:(-not (Test-Path /proc/self/environ)) {
    It 'nothing is left running, not even what a collector had started' {
        $mark = "GF_TEST_GROUPS=$TestDrive/groups.json"
        # What was ended needs a moment to be gone.
        $until = [datetime]::UtcNow.AddSeconds(30)
        do {
            $left = @(Get-ChildItem /proc -Directory | Where-Object Name -match '^\d+$' | Where-Object {
                    "$(Get-Content -LiteralPath "$_/environ" -Raw -ErrorAction SilentlyContinue)".Contains($mark)
                })
        } while ($left.Count -gt 0 -and [datetime]::UtcNow -lt $until)
        $left.Name | Should -BeNullOrEmpty
    }
}
