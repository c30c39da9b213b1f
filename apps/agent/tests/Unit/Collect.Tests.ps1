BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    $samples = "$PSScriptRoot/../Fixtures/HgsSamples"
    # A function of this name in the global scope stands in for the cmdlet.
    function Read-Client {
        param([scriptblock]$As)
        Set-Item function:global:Get-HgsClientConfiguration $As
        try { InModuleScope GuardedFabricAgent { Invoke-GfaCollector -Name hgsClient } } finally { Remove-Item function:Get-HgsClientConfiguration }
    }
    Add-Type 'namespace Stub { public enum Status { NotConfigured = 0, Unknown = 1, Passed = 100, InsecureHostConfiguration = 303 }
        [System.Flags] public enum Substatus : ulong { NoInformation = 0, SecureBoot = 1, SecureBootSettings = 512, BitLocker = 1024 } }'
}

Describe 'the HGS client' {
    It 'keeps the name and the number of an enumeration' {
        $fact = Read-Client { [pscustomobject]@{ AttestationStatus = [Stub.Status]::InsecureHostConfiguration; AttestationSubstatus = [Stub.Substatus]1536 } }
        $fact.value.attestationStatus | Should -Be InsecureHostConfiguration
        $fact.value.attestationStatusCode | Should -Be 303
        $fact.value.attestationSubstatus | Should -Be 'SecureBootSettings, BitLocker'
        $fact.value.attestationSubstatusCode | Should -BeExactly '1536'
    }

    It 'takes a number alone as a number, the substatus as text since it has 64 bits' {
        $fact = Read-Client { [pscustomobject]@{ AttestationStatus = [uint16]100; AttestationSubstatus = [uint64]18446744073709551615 } }
        $fact.value.attestationStatus | Should -BeNullOrEmpty
        $fact.value.attestationStatusCode | Should -Be 100
        $fact.value.attestationSubstatus | Should -BeNullOrEmpty
        $fact.value.attestationSubstatusCode | Should -BeExactly '18446744073709551615'
    }

    It 'keeps several substatuses in whatever way they come: <Text>' -ForEach @(
        @{ Value = 'BitLocker;Iommu'; Text = 'BitLocker;Iommu' }
        @{ Value = 'IommuVirtualSecureMode'; Text = 'IommuVirtualSecureMode' }
        @{ Value = @('BitLocker', 'Iommu'); Text = 'BitLocker, Iommu' }
    ) {
        $given = $Value
        $fact = Read-Client { [pscustomobject]@{ AttestationStatus = 'InsecureHostConfiguration'; AttestationSubstatus = $given } }.GetNewClosure()
        $fact.value.attestationSubstatus | Should -Be $Text
    }

    It 'tells "no such property" (2016) from "nothing there" (2019)' {
        $old = Read-Client { [pscustomobject]@{ AttestationStatus = 'Passed' } }
        $old.value.fallbackAttestationServerUrl | Should -Be $null
        $new = Read-Client { [pscustomobject]@{ AttestationStatus = 'Passed'; FallbackAttestationServerUrl = ''; IsFallbackInUse = $false } }
        , $new.value.fallbackAttestationServerUrl | Should -BeOfType [array]
        $new.value.fallbackAttestationServerUrl.Count | Should -Be 0
        $new.value.isFallbackInUse | Should -BeFalse
    }

    It 'says that it could not be read, not that there is none' {
        $fact = Read-Client { throw 'Access denied' }
        $fact.status | Should -Be failed
        $fact.reason | Should -Match 'Access denied'
        $text = InModuleScope GuardedFabricAgent -Parameters @{ fact = $fact } { param($fact) Get-GfaHgsClientJson -Fact (ConvertTo-GfaJson $fact) }
        ($text | ConvertFrom-Json).readError | Should -Match 'Access denied'
    }

    It 'is null where the cmdlet is missing' {
        Get-Command Get-HgsClientConfiguration -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $fact = InModuleScope GuardedFabricAgent { Invoke-GfaCollector -Name hgsClient }
        $fact.status | Should -Be unavailable
        InModuleScope GuardedFabricAgent -Parameters @{ fact = $fact } { param($fact) Get-GfaHgsClientJson -Fact (ConvertTo-GfaJson $fact) } | Should -BeExactly 'null'
    }
}

Describe 'events' {
    It 'are sixteen at most, the newest of each kind, of which VMs that could not be started take six' {
        $sent = InModuleScope GuardedFabricAgent {
            $at = Get-Date '2026-11-24T08:00:00Z'
            $vms = foreach ($number in 1..20) { @{ At = $at.AddMinutes($number); Log = 'client'; Id = 2014; Level = 2; Message = "VM $number" } }
            $others = foreach ($number in 1..20) { foreach ($round in 1, 2) { @{ At = $at.AddMinutes(-10 * $number - $round); Log = 'client'; Id = 1000 + $number; Level = 2; Message = 'x' } } }
            Select-GfaEvent @($others + $vms)
        }
        $sent.Count | Should -Be 16
        @($sent | Where-Object id -EQ 2014).message | Should -Be @(20..15 | ForEach-Object { "VM $_" })
        @($sent | Where-Object id -NE 2014).id | Should -Be @(1001..1010)
        $sent.at | Should -Be @($sent.at | Sort-Object -Descending)
    }
}

Describe 'text' {
    It 'is ASCII in JSON and reads as it was' {
        $text = "d`u{e9}j`u{e0} vu `u{1F512} <b>`"\`u{0}"
        $json = InModuleScope GuardedFabricAgent -Parameters @{ text = $text } { param($text) ConvertTo-GfaJson @{ text = $text } }
        $json | Should -Not -Match '[^\x20-\x7e]'
        ($json | ConvertFrom-Json).text | Should -BeExactly $text
    }

    It 'is cut to what the server takes' {
        InModuleScope GuardedFabricAgent { (ConvertTo-GfaText ('x' * 9000)).Length } | Should -Be 8000
        $long = InModuleScope GuardedFabricAgent { ConvertTo-GfaText ("$([char]0x20ac)" * 9000) }
        [Text.Encoding]::UTF8.GetByteCount($long) | Should -BeLessThan 8192
    }

    It 'is not cut where it fits, whatever its characters, and says where it was' {
        $random = [Random]::new()
        $alphabet = 'a', 'z', ' ', "$([char]0xe9)", "$([char]0x20ac)", [char]::ConvertFromUtf32(0x1f600)
        foreach ($round in 1..60) {
            $share = $random.NextDouble()
            $text = -join $(foreach ($character in 1..$random.Next(1, 9000)) { if ($random.NextDouble() -lt $share) { $alphabet[$random.Next(3, 6)] } else { $alphabet[$random.Next(0, 2)] } })
            $made = InModuleScope GuardedFabricAgent -Parameters @{ text = $text } { param($text) ConvertTo-GfaText $text }
            # Half a character would be written as three bytes of another one.
            $bytes = [Text.Encoding]::UTF8.GetByteCount($made)
            $bytes | Should -BeLessOrEqual 8000
            [Text.Encoding]::UTF8.GetString([Text.Encoding]::UTF8.GetBytes($made)) | Should -BeExactly $made
            if ($made -ceq $text) { continue }
            $made.EndsWith(' [...]') | Should -BeTrue
            $text.StartsWith($made.Substring(0, $made.Length - 6)) | Should -BeTrue
            # Pairs are counted for six bytes of their four, so that up to a third is given away.
            $bytes | Should -BeGreaterThan 5300
        }
    }

    It 'keeps a list of one a list' {
        InModuleScope GuardedFabricAgent { ConvertTo-GfaJson @{ list = (ConvertTo-GfaTextList 'one') } } | Should -BeExactly '{"list":["one"]}'
        InModuleScope GuardedFabricAgent { ConvertTo-GfaJson @{ list = (ConvertTo-GfaTextList $null) } } | Should -BeExactly '{"list":[]}'
        InModuleScope GuardedFabricAgent { ConvertTo-GfaJson @{ list = (ConvertTo-GfaNumberList 3) } } | Should -BeExactly '{"list":[3]}'
    }

    It 'survives times in whatever form: <Text>' -ForEach @(
        @{ Text = '2026-11-24T09:32:06.120Z'; Expected = '2026-11-24T09:32:06.120Z' }
        @{ Text = '2026-11-24T10:32:06.120+01:00'; Expected = '2026-11-24T09:32:06.120Z' }
        @{ Text = 'yesterday'; Expected = $null }
        @{ Text = $null; Expected = $null }
    ) {
        InModuleScope GuardedFabricAgent -Parameters @{ text = $Text } { param($text) ConvertTo-GfaTimestamp (ConvertFrom-GfaTimestamp $text) } | Should -Be $Expected
    }
}

Describe 'the question for events of the HGS client' {
    It 'leaves out what it knows, and never compares more than Windows takes' {
        $questions = InModuleScope GuardedFabricAgent {
            $script:asked = @()
            Mock Find-GfaLoggedEvent {
                $script:asked += $XPath
                $begun = $script:asked.Count * 3
                if ($XPath -match 'Level=1') { foreach ($number in 1..100) { @{ Id = $begun + $number % 3; Level = 2 } } }
            }
            $null = Get-GfaLoggedEvent -Log 'HostGuardianService-Client/Admin'
            $script:asked
        }
        $questions.Count | Should -Be 4
        $questions[2] | Should -Match 'EventID!=6 or Level!=2'
        foreach ($question in $questions) { [regex]::Matches($question, '<=|!=|=').Count | Should -BeLessOrEqual 22 }
    }
}
