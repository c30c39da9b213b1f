# Against the real server, in Constrained Language Mode. From the environment: GF_TEST_SERVER,
# GF_TEST_TOKEN_FILE (a token for many hosts), GF_TEST_STATE_DIR (a folder to work in).
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force

    # What a script runs on: a machine id, a name, a state folder and texts to send of its own.
    function New-TestHost {
        param([scriptblock]$Script, [string[]]$Text = @((New-SnapshotText)))
        $id = [guid]::NewGuid().ToString()
        $path = New-StubHost -Change {
            param($table)
            $table.cim.Win32_ComputerSystemProduct.UUID = $id
            $table.cim.Win32_ComputerSystem.DNSHostName = "HV-$($id.Substring(0, 8))"
        }.GetNewClosure()
        ConvertTo-Json @($Text) | Set-Content "$path.texts"
        $state = Join-Path $env:GF_TEST_STATE_DIR $id
        @{ StubHost = $path; State = $state; Environment = @{ GF_TEST_STATE = $state; GF_TEST_TEXTS = "$path.texts" }; Script = "$prelude`n$Script" }
    }

    # What the scripts below share; it runs where they run.
    $prelude = {
        $state = $env:GF_TEST_STATE
        function Register { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state }
        function Add-Text {
            foreach ($text in Get-Content $env:GF_TEST_TEXTS -Raw | ConvertFrom-Json) {
                & (Get-Module GuardedFabricAgent) {
                    param($state, $text)
                    $enrolmentId = Get-GfaEnrolmentId -Identity (Read-GfaStateFile -StatePath $state -Name identity)
                    $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId $enrolmentId -SnapshotId ($text | ConvertFrom-Json).snapshotId -Json $text
                } $state $text
            }
        }
        function Send { Send-GuardedFabricSnapshot -StatePath $state -Force }
        function Set-State {
            param([string]$Name, [hashtable]$Change)
            & (Get-Module GuardedFabricAgent) {
                param($state, $name, $change)
                Write-GfaStateFile -StatePath $state -Name $name -Value (Copy-GfaRecord (Read-GfaStateFile -StatePath $state -Name $name) $change)
            } $state $Name $Change
        }
    }

    function Read-State { param([hashtable]$Of, [string]$Name) Get-Content "$($Of.State)/$Name.json" -Raw | ConvertFrom-Json -DateKind String }

    function New-SnapshotText {
        param([datetime]$At = [datetime]::UtcNow, [hashtable]$With = @{})
        $value = @{
            snapshotId = [guid]::NewGuid().ToString()
            collectedAt = $At.ToUniversalTime().ToString('o')
            agent = @{ version = '1.0.0' }
            host = @{ hostname = 'HV-TEST' }
            hgsClient = @{ isHostGuarded = $true; attestationStatus = 'Passed'; attestationSubstatus = 'NoInformation' }
            facts = @{}
        }
        foreach ($key in $With.Keys) { $value[$key] = $With[$key] }
        $value | ConvertTo-Json -Depth 10 -Compress
    }

    # In one process: to start one takes longer than most of these do.
    $hosts = [ordered]@{
        first = New-TestHost { $null = Register; Invoke-GuardedFabricAgent -StatePath $state }
        again = New-TestHost {
            Register
            $before = Get-Content "$state/identity.xml" -Raw
            Register
            $before -eq (Get-Content "$state/identity.xml" -Raw)
            Remove-Item "$state/identity.xml"
            Register
        }
        live = New-TestHost {
            $null = Register
            Add-Text
            $null = Send
            Remove-Item "$state/identity.xml"
            try { Register } catch { "$($_.Exception.Message)" }
            Set-Content "$state/wrong" 'gfe_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
            try { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile "$state/wrong" -StatePath $state } catch { "$($_.Exception.Message)" }
            Test-Path "$state/identity.xml"
        }
        twice = New-TestHost {
            $null = Register
            Add-Text
            Send
            Move-Item "$state/sent/*.json" "$state/spool"
            Send
        }
        drained = New-TestHost { $null = Register; Add-Text; Send } -Text (1..130 | ForEach-Object { New-SnapshotText -At ([datetime]::UtcNow.AddMinutes(-5 * (131 - $_))) })
        refused = New-TestHost { $null = Register; Add-Text; Send } -Text (@(
            New-SnapshotText
            New-SnapshotText -With @{ facts = @{ diagnostics = @{ status = 'ok'; value = @{ text = 'x' * 300000 } } } }
            New-SnapshotText -With @{ collectedAt = 'yesterday' }
            New-SnapshotText -With @{ facts = @{ diagnostics = @{ status = 'ok'; value = @{ text = 'x' * 1200000 } } } }
            New-SnapshotText
        ))
        restored = New-TestHost {
            $null = Register
            Add-Text
            $null = Send
            Set-State status @{ serverEpoch = 'another' }
            $text = Get-Content $env:GF_TEST_TEXTS -Raw | ConvertFrom-Json | Select-Object -First 1
            Set-Content $env:GF_TEST_TEXTS (ConvertTo-Json @($text.Replace(($text | ConvertFrom-Json).snapshotId, [guid]::NewGuid().ToString())))
            Add-Text
            Send
        }
        wrong = New-TestHost {
            $null = Register
            $good = (Import-Clixml "$state/identity.xml").credential
            Add-Text
            Set-State identity @{ credential = 'gfh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }
            Send
            Send-GuardedFabricSnapshot -StatePath $state
            Set-State identity @{ previousCredential = $good }
            Send
        }
        rotated = New-TestHost {
            $null = Register
            $credential = (Import-Clixml "$state/identity.xml").credential
            Add-Text
            Send
            Set-State identity @{ issuedAt = '2026-01-01T00:00:00.000Z' }
            Set-Content $env:GF_TEST_TEXTS ((Get-Content $env:GF_TEST_TEXTS -Raw) -replace '"snapshotId\\":\\"[0-9a-f-]{36}', ('"snapshotId\":\"' + [guid]::NewGuid()))
            Add-Text
            Send
            $identity = Import-Clixml "$state/identity.xml"
            $identity.credential -ne $credential -and $identity.previousCredential -eq $credential
        }
    }
    $results = Invoke-AgentScriptInTurn @($hosts.Values)
    $said = @{}
    foreach ($key in $hosts.Keys) { $said[$key] = $results[$said.Count].said }
}

Describe 'enrolment' {
    It 'keeps its credential where nobody else reads it, and neither token nor credential anywhere else' {
        $made = $hosts.first
        @($said.first)[0].Stored | Should -Be 1
        $credential = (Import-Clixml "$($made.State)/identity.xml").credential
        $credential | Should -Match '^gfh_'
        if (-not $IsWindows) { (Get-Item "$($made.State)/identity.xml").UnixMode | Should -Be '-rw-------' }
        $token = (Get-Content $env:GF_TEST_TOKEN_FILE -Raw).Trim()
        $others = Get-ChildItem $made.State -Recurse -File | Where-Object Name -ne 'identity.xml' | Get-Content -Raw
        "$others" | Should -Not -Match ([regex]::Escape($credential))
        "$others" | Should -Not -Match ([regex]::Escape($token))
    }

    It 'changes nothing where it is run again, and is made again where its answer was lost' {
        $results = $said.again
        $results[0].Enrolled | Should -BeTrue
        $results[1].Enrolled | Should -BeFalse
        $results[2] | Should -BeTrue
        $results[3].Enrolled | Should -BeTrue
        $results[3].HostId | Should -Be $results[0].HostId
    }

    It 'of a live host is refused with what to do, and so is a token that is none' {
        $said = $said.live
        $said[0] | Should -Match 'allow-reenroll'
        $said[1] | Should -Match 'does not accept the enrolment token'
        $said[2] | Should -BeFalse
    }
}

Describe 'sending' {
    It 'is taken once however often it is sent' {
        $made = $hosts.twice
        $sent = $said.twice
        $sent.Stored | Should -Be @(1, 0)
        $sent.Duplicate | Should -Be @(0, 1)
        @(Get-ChildItem "$($made.State)/sent").Count | Should -Be 1
    }

    It 'drains all that has waited' {
        $sent = @($said.drained)[0]
        $sent.Outcome | Should -Be Sent
        $sent.Stored | Should -Be 130
        $sent.Pending | Should -Be 0
    }

    It 'sets aside what the server will never take, and goes on with the rest' {
        $made = $hosts.refused
        $sent = @($said.refused)[0]
        $sent.Outcome | Should -Be Sent
        $sent.Stored | Should -Be 2
        $sent.Rejected | Should -Be 3
        @(Get-ChildItem "$($made.State)/quarantine").Count | Should -Be 3
        (Read-State $made counters).quarantined | Should -Be 3
    }

    It 'is done again for what a restored database may have lost' {
        $made = $hosts.restored
        $sent = $said.restored
        $sent[0].Stored | Should -Be 1
        $sent[0].Duplicate | Should -Be 1
        @(Get-ChildItem "$($made.State)/sent").Count | Should -Be 2
    }
}

Describe 'the credential' {
    It 'that is refused keeps everything and waits an hour; the one before it is tried once' {
        $results = $said.wrong
        $results.Outcome | Should -Be @('Refused', 'Refused', 'Sent')
        $results.Pending | Should -Be @(1, 1, 0)
    }

    It 'is another one after thirty days, and the sequence goes on' {
        $made = $hosts.rotated
        $results = $said.rotated
        $results[0].Outcome | Should -Be Sent
        $results[1].Outcome | Should -Be Sent
        $results[2] | Should -BeTrue
        (Read-State $made counters).sequence | Should -Be 2
    }
}
